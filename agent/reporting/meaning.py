"""What changes between two outputs, in a line each."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from agent.reporting.counts import counted
from agent.reporting.mistakes import printable
from foundation.model.flags import Flag
from foundation.model.run.meaning import Difference, Meaning

_LONGEST = 80
_MOST_FILES = 3
#: What stands before the fields that people speak of.
_AROUND = ("spec.jobTemplate.spec.template.spec.", "spec.template.spec.", "spec.")


def meaning_text(meaning: Meaning) -> str:
    """Return what changes in meaning, a line for each, and in one line each what else does.

    Args:
        meaning: what changes.
    """
    return "".join(f"{printable(line)}\n" for line in _lines(meaning))


def _lines(meaning: Meaning) -> Iterator[str]:
    whole = [difference for difference in meaning.differences if not difference.path]
    for difference in meaning.differences:
        if difference.path or difference.kind in ("replaced", "runs-anew"):
            where = f"{', '.join(difference.environments)}: " if difference.environments else ""
            yield f"{where}{difference.object} {_said(difference)}"
    for kind in ("added", "removed"):
        yield from _objects(kind, [difference for difference in whole if difference.kind == kind])
    if meaning.folded is not None:
        yield f"{counted(meaning.folded.objects, 'object')}: {', '.join(meaning.folded.fields)}"
    if meaning.files:
        named = ", ".join(meaning.files[:_MOST_FILES])
        more = ", …" if len(meaning.files) > _MOST_FILES else ""
        yield f"{counted(len(meaning.files), 'other file')}: {named}{more} ({Flag.FULL} shows all)"


def _objects(kind: str, differences: Sequence[Difference]) -> Iterator[str]:
    """Say it once of all objects that come or go in the same environments."""
    together: dict[str, list[str]] = {}
    for difference in differences:
        together.setdefault(", ".join(difference.environments), []).append(difference.object)
    for environments, objects in together.items():
        yield f"{environments}: {kind} {', '.join(objects)}"


def _said(difference: Difference) -> str:
    if difference.kind == "runs-anew":
        return "runs anew, under another name"
    if difference.kind == "replaced":
        return f"becomes another object: {difference.before} → {difference.after}; kubectl apply leaves the old one"
    path = _short(difference)
    if difference.kind == "moved":
        return f"{path} in another order: {', '.join(difference.after)}"
    if difference.kind == "added":
        return f"{path} added: {_value(difference.after)}"
    if difference.kind == "removed":
        return f"{path} removed: {_value(difference.before)}"
    return f"{path} {_change(difference.before, difference.after)}"


def _short(difference: Difference) -> str:
    """Return a path without what everybody knows: that of a pod, and of the container that has the object's name."""
    around = next((prefix for prefix in _AROUND if difference.path.startswith(prefix)), "")
    own = f"containers[{difference.object.partition('/')[2]}]."
    return difference.path.removeprefix(around).removeprefix(own)


def _change(before: Any, after: Any) -> str:
    if isinstance(before, str) and isinstance(after, str):
        if "\n" in before or "\n" in after:
            lines = [counted(len(text.splitlines()), "line") for text in (before, after)]
            return f"{lines[0]} → {lines[1]}"
        repository, _, tag = before.rpartition(":")
        same = repository and "/" not in tag and after.startswith(f"{repository}:") and after != f"{repository}:"
        if same and "/" not in after[len(repository) :]:
            return f"{tag} → {after[len(repository) + 1 :]}"
    return f"{_value(before)} → {_value(after)}"


def _value(value: Any) -> str:
    if isinstance(value, dict) and value.keys() == {"name", "value"}:  # a variable, whose name is in the path
        value = value["value"]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    line = " ".join(text.split()) or '""'
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
