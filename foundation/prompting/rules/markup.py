"""Text that Semantic Kernel's own parser would take for markup.

This agent builds the chat history itself and sends such text as it is. But whoever runs the file with
``kernel.invoke_prompt`` would lose it: the kernel reads a rendered prompt as XML, where a tag, an ampersand or an
unclosed bracket cuts text or turns the whole prompt into one user message, without a word.
"""

import re
from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARKUP = re.compile(r"</?[A-Za-z!?][^\s>]*>?|<(?=\s*$)|&(?!(?:amp|lt|gt|quot|apos|#\d+);)")


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Find tags and ampersands in the templates' own text."""
    for key, template in prompt.templates():
        own = _JINJA.sub(lambda match: "\n" * match[0].count("\n"), template)
        for match in _MARKUP.finditer(own):
            message = f"{match[0][:40]!r} looks like markup; Semantic Kernel's own renderer would cut the text there"
            remedy = "Write it in words, or keep it and never hand this file to kernel.invoke_prompt."
            line = own[: match.start()].count("\n") + 1
            yield prompt.finding("prompt-markup", "warning", message, remedy, (key,), template_line=line)
