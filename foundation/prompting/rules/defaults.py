"""Variables that may be left out need a default; those that may not must have none."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Look at each declared variable, and for one that is declared twice."""
    seen: set[str] = set()
    for index, variable in enumerate(prompt.source.input_variables):
        path = ("input_variables", index)
        if variable.name in seen:
            message = f"{variable.name} is declared twice"
            yield prompt.finding("prompt-variable-twice", "error", message, "Keep one.", path)
        seen.add(variable.name)
        if not variable.is_required and variable.default is None:
            message = f"{variable.name} may be left out, but has no default"
            yield prompt.finding("prompt-default-missing", "error", message, 'Give one; "" is one too.', path)
        if variable.is_required and variable.default is not None:
            message = f"the default of {variable.name} is never used, because it is required"
            remedy = "Remove the default, or write is_required: false."
            yield prompt.finding("prompt-default-unused", "error", message, remedy, path)
