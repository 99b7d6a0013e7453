"""Every call needs an upper bound for its answer: the budget reserves it beforehand."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Ask for default settings, and for exactly one limit in each set of settings."""
    source = prompt.source
    if source.role == "system":
        return
    if "default" not in source.execution_settings:
        message, remedy = "there are no default execution_settings", "Add default: {max_tokens: ...}."
        yield prompt.finding("prompt-limit", "error", message, remedy, ("execution_settings",))
    for name, settings in source.execution_settings.items():
        limits = [limit for limit in (settings.max_tokens, settings.max_completion_tokens) if limit is not None]
        if len(limits) != 1:
            message = f"the settings {name} have {len(limits)} limits for the answer"
            remedy = "Give either max_tokens or max_completion_tokens."
            yield prompt.finding("prompt-limit", "error", message, remedy, ("execution_settings", name))
