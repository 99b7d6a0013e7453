"""The system message of a prompt: named, found, and of the right role."""

from collections.abc import Iterator

from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Look at what the prompt's system message is made of."""
    source = prompt.source
    if source.role == "system":
        for key in ("system", "system_template"):
            if getattr(source, key) is not None:
                message = f"a prompt of role system has no {key}: its template is the system message"
                yield prompt.finding("prompt-system", "error", message, f"Remove {key}.", (key,))
        return
    if source.system is None:
        if source.system_template is None:
            message, remedy = "the prompt has no system message", "Name one, as in system: system/v1."
            yield prompt.finding("prompt-system", "warning", message, remedy, ())
        return
    try:
        shared = library.referenced(source.system)
    except InputError as error:
        for problem in error.problems:
            yield prompt.finding("prompt-system", "error", problem.message, problem.remedy, ("system",))
        return
    if shared.source.role != "system":
        message, remedy = f"{source.system} is not of role system", "Name a prompt with role: system."
        yield prompt.finding("prompt-system", "error", message, remedy, ("system",))
    if any(variable.is_required for variable in shared.source.input_variables):
        message = f"{source.system} needs values, and a shared prompt gets none"
        yield prompt.finding("prompt-system", "error", message, "Give its variables defaults.", ("system",))
