"""How two requests differ, for people."""

import difflib
import json
from collections.abc import Iterator
from typing import Any

from foundation.language_model.recording import Fingerprint, RecordedRequest

_MOST_LINES = 12
_LONGEST_LINE = 160


def differences(known: RecordedRequest, asked: RecordedRequest) -> list[str]:
    """Return one line for each part in which ``asked`` differs from ``known``; texts as a short unified diff."""
    lines = [
        f"{name}: {getattr(known, name)!r} is now {getattr(asked, name)!r}"
        for name in ("model", "base_url", "tool_choice")
        if getattr(known, name) != getattr(asked, name)
    ]
    lines += _settings(known.settings, asked.settings)
    if known.response_schema != asked.response_schema:
        lines.append(f"response schema: {_named(known.response_schema)} is now {_named(asked.response_schema)}")
    lines += _tools(known.tools, asked.tools)
    return [*lines, *_messages(known.messages, asked.messages)]


def _settings(known: dict[str, Any], asked: dict[str, Any]) -> Iterator[str]:
    for name in sorted({*known, *asked}):
        if known.get(name) != asked.get(name):
            yield f"settings.{name}: {known.get(name)!r} is now {asked.get(name)!r}"


def _named(schema: Fingerprint | None) -> str:
    return f"{schema.name} {schema.sha256[:12]}" if schema else "none"


def _tools(known: list[Fingerprint], asked: list[Fingerprint]) -> Iterator[str]:
    before, after = {tool.name: tool for tool in known}, {tool.name: tool for tool in asked}
    yield from (f"tool {name} is gone" for name in before if name not in after)
    yield from (f"tool {name} is new" for name in after if name not in before)
    yield from (f"tool {name} changed" for name in after if name in before and after[name] != before[name])
    if list(before) != list(after) and {*before} == {*after}:
        yield "the tools stand in another order"


def _messages(known: list[dict[str, Any]], asked: list[dict[str, Any]]) -> Iterator[str]:
    if len(known) != len(asked):
        yield f"messages: {len(known)} are now {len(asked)}"
    for number, (before, after) in enumerate(zip(known, asked, strict=False), 1):
        if before == after:
            continue
        yield f"message {number} ({after.get('role', '?')}) changed:"
        changed = [
            line
            for line in difflib.unified_diff(_text(before), _text(after), lineterm="", n=0)
            if not line.startswith(("---", "+++", "@@"))
        ]
        yield from (f"  {_short(line)}" for line in changed[:_MOST_LINES])
        if len(changed) > _MOST_LINES:
            yield f"  and {len(changed) - _MOST_LINES} lines more"


def _text(message: dict[str, Any]) -> list[str]:
    content = message.get("content")
    rest = {name: value for name, value in message.items() if name != "content"}
    shown = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return [json.dumps(rest, ensure_ascii=False, sort_keys=True), *shown.splitlines()]


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 3] + "..."


def likeness(known: RecordedRequest, asked: RecordedRequest) -> float:
    """Return how alike the texts of two requests are, from 0 to 1."""
    before, after = (json.dumps(request.messages, ensure_ascii=False).split() for request in (known, asked))
    return difflib.SequenceMatcher(None, before, after, autojunk=False).quick_ratio()
