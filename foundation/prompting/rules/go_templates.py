"""Helm's templates look like Jinja2's: unescaped they are read as ours, and fail only when somebody renders."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.templates import go_templates


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Find double braces as Helm writes them."""
    for key, template in prompt.templates():
        for place in go_templates(template):
            message = f"{place.text!r} is a Helm template, which Jinja2 reads as its own"
            remedy = "Put it between {% raw %} and {% endraw %}."
            yield prompt.finding("prompt-helm-template", "error", message, remedy, (key,), template_line=place.line)
