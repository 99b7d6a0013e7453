"""Templates show --uses: which components were last made with a chart template."""

from agent.use_cases.templates.showing import show_template
from foundation.catalog.library import TemplateLibrary
from foundation.model.chart.templates import ResourceTemplate
from foundation.model.errors import InputError, Problem
from memory.memory import Memory
from memory.records.templates import KnownUse


def template_uses(identifier: str, *, library: TemplateLibrary, memory: Memory) -> list[KnownUse]:
    """Return the last use of a chart template for each component, the newest first.

    Args:
        identifier: its id, or another of its names.
        library: templates and policies.
        memory: the memory; all tenants are looked at.

    Raises:
        InputError: there is no chart template of the id.
        OutsideError: memory cannot be read.
    """
    found = show_template(identifier, library=library)
    if isinstance(found, ResourceTemplate):
        message = f"{identifier} is a resource template, and memory knows uses of chart templates"
        remedy = "Name a chart template; `infra-engineer templates list` shows them with their resources."
        raise InputError(Problem(code="template-unknown", message=message, remedy=remedy))
    uses = [
        KnownUse(tenant=tenant, use=use)
        for tenant in memory.tenants()
        for use in memory.of(tenant).templates.of_template(found.chart.id)
    ]
    return sorted(uses, key=lambda one: one.use.recorded_at, reverse=True)
