"""Prompts as text: the list of them, one with everything around it, one filled in, and what `lint` counts."""

from collections.abc import Iterator, Sequence
from typing import Any

from agent.reporting.counts import counted
from foundation.model.conversation import Message
from foundation.model.findings import Finding
from foundation.model.prompts import PromptDescription


def prompts_text(prompts: Sequence[PromptDescription]) -> str:
    """Return two lines for each prompt: its figures, and what it is for."""
    width = max((len(prompt.name) for prompt in prompts), default=0)
    return "".join(
        f"{prompt.name:<{width}}  {_versions(prompt)}; {prompt.cases} cases, {prompt.recordings} recordings\n"
        f"{'':<{width}}  {prompt.description}\n"
        for prompt in prompts
    )


def prompt_text(found: PromptDescription) -> str:
    """Return everything that is known of a prompt."""
    return "".join(f"{line.rstrip()}\n" for line in _about(found))


def _about(found: PromptDescription) -> Iterator[str]:
    yield f"{found.name}/v{found.version}: {found.description}"
    yield f"file: {found.file}"
    yield f"versions: {_versions(found)}"
    yield f"digest: {found.digest}"
    yield f"system message: {', '.join(found.systems) or _own(found.role)}"
    yield f"answer: {found.answer}"
    yield f"cases: {found.cases}; recordings: {found.recordings} ({', '.join(found.models) or 'of no model'})"
    yield from (f"settings {model}: {_listed(settings)}" for model, settings in found.settings.items())
    yield f"variables: {'' if found.variables else 'none'}"
    for variable in found.variables:
        optional = "" if variable.is_required else f" (default {variable.default!r})"
        yield f"  {variable.name:<22} {variable.description}{optional}"
    if found.notes:
        yield from ("notes:", *(f"  {line}" for line in found.notes.splitlines()))


def _own(role: str) -> str:
    return "this is one" if role == "system" else "its own"


def _versions(prompt: PromptDescription) -> str:
    return ", ".join(f"v{number}" for number in prompt.versions)


def _listed(settings: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def messages_text(messages: Sequence[Message], *, every: bool) -> str:
    """Return what would be sent to a model.

    Args:
        messages: the messages.
        every: whether to show each with its role, not the last one alone.
    """
    shown = messages if every else messages[-1:]
    heads = [f"--- {message.role}\n" if every else "" for message in shown]
    return "".join(head + message.text.rstrip("\n") + "\n" for head, message in zip(heads, shown, strict=True))


def linted_text(prompts: Sequence[str], findings: Sequence[Finding]) -> str:
    """Return a line that counts what was found.

    Args:
        prompts: names of the prompts that were checked.
        findings: what was found.
    """
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = counted(len(findings) - errors, "warning")
    return f"{counted(len(prompts), 'prompt')}: {counted(errors, 'error')}, {warnings}\n"
