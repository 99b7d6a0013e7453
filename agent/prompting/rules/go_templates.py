"""Helm's templates look like Jinja2's: unescaped they are read as ours, and fail only when somebody renders."""

from collections.abc import Iterator

from agent.model.findings import Finding
from agent.prompting.library import PromptLibrary
from agent.prompting.prompt import Prompt
from agent.prompting.templates import go_templates


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Find double braces as Helm writes them."""
    for key, template in prompt.templates():
        for place in go_templates(template):
            message = f"{place.text!r} is a Helm template, which Jinja2 reads as its own"
            remedy = "Put it between {% raw %} and {% endraw %}."
            yield prompt.finding("prompt-helm-template", "error", message, remedy, (key,), template_line=place.line)
