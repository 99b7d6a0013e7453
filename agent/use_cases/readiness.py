"""Readiness: whether what every request needs can be read now."""

from foundation.catalog.library import TemplateLibrary
from foundation.model.errors import AgentError, OutsideError, Problem
from memory.memory import Memory


def require_ready(*, memory: Memory, library: TemplateLibrary) -> None:
    """Read a little of memory and of the templates.

    Args:
        memory: the memory.
        library: templates and policies.

    Raises:
        OutsideError: with everything that cannot be read.
    """
    problems: list[Problem] = []
    for look in (lambda: memory.of(library.policy.default_tenant).runs.newest(1), lambda: library.component_types):
        try:
            look()
        except AgentError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise OutsideError(*problems)
