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
    if source.system is None and source.system_template is None:
        message, remedy = "the prompt has no system message", "Name one, as in system: system/v1."
        yield prompt.finding("prompt-system", "warning", message, remedy, ())
    for reference in source.systems:
        yield from _shared(library, prompt, reference)


def _shared(library: PromptLibrary, prompt: Prompt, reference: str) -> Iterator[Finding]:
    """Look at one of the prompts that open the system message."""
    try:
        shared = library.referenced(reference)
    except InputError as error:
        for problem in error.problems:
            yield prompt.finding("prompt-system", "error", problem.message, problem.remedy, ("system",))
        return
    if shared.source.role != "system":
        message, remedy = f"{reference} is not of role system", "Name a prompt with role: system."
        yield prompt.finding("prompt-system", "error", message, remedy, ("system",))
    # Only a system message takes values that were given for another prompt.
    own = {variable.name for variable in prompt.source.input_variables if shared.source.role == "system"}
    for variable in shared.source.input_variables:
        if variable.is_required and variable.name not in own:
            message = f"{reference} needs values, and this prompt does not declare {variable.name}"
            remedy = f"Declare {variable.name} under input_variables, or give it a default there."
            yield prompt.finding("prompt-system", "error", message, remedy, ("system",))
