"""How long a prompt is: long ones cost more, and models lose what stands in their middle."""

from collections.abc import Iterator

from foundation.model.errors import InputError
from foundation.model.findings import Finding, Severity
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.rendering import render

#: English text has about four bytes a token.
_BYTES_PER_TOKEN = 4
_LONG = 4_000
_TOO_LONG = 32_000


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Estimate the tokens of the prompt with its sample."""
    try:
        messages = render(library, prompt, prompt.source.sample).messages
    except InputError:
        return  # other rules say why
    tokens = sum(len(message.text.encode()) for message in messages) // _BYTES_PER_TOKEN
    if tokens > _LONG:
        message = f"with its sample the prompt has about {tokens} tokens; the mark is {_LONG}"
        remedy = "Shorten it, or move what changes into variables."
        severity: Severity = "error" if tokens > _TOO_LONG else "warning"
        yield prompt.finding("prompt-size", severity, message, remedy, ("template",))
