"""Characters that a reviewer cannot see have no place in a prompt."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.values import hidden_character


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Find control characters, zero-width characters and marks of direction."""
    for key, template in prompt.templates():
        for number, line in enumerate(template.split("\n"), 1):
            hidden = hidden_character(line)
            if hidden:
                message, remedy = f"the line holds the invisible character U+{ord(hidden):04X}", "Remove it."
                yield prompt.finding("prompt-invisible", "error", message, remedy, (key,), template_line=number)
