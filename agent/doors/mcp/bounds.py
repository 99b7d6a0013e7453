"""Keeping answers small: an answer is read by a language model, and a client may be hostile.

No list in an answer grows without bounds; what does not fit is left out and counted.
"""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from foundation.model.errors import Problem
from foundation.model.findings import Finding

#: Most characters of JSON in one list of an answer; three environments of a service need 8,000.
LIST_LIMIT = 24_000
#: Most characters of one text in a problem or finding; they may quote what they found.
TEXT_LIMIT = 500

Item = TypeVar("Item")
Note = TypeVar("Note", Problem, Finding)


def bounded(items: Sequence[Item]) -> tuple[list[Item], int]:
    """Return the first items that fit into an answer, and the number of the others."""
    kept: list[Item] = []
    room = LIST_LIMIT
    for item in items:
        room -= _size(item)
        if room < 0:
            break
        kept.append(item)
    return kept, len(items) - len(kept)


def bounded_notes(notes: Sequence[Note]) -> tuple[list[Note], int]:
    """Do the same with problems or findings; long texts in them are cut."""
    return bounded([_shortened(note) for note in notes])


def _size(item: Any) -> int:
    data = item.model_dump(mode="json", exclude_none=True) if isinstance(item, BaseModel) else item
    return len(json.dumps(data, ensure_ascii=False))


def _shortened(note: Note) -> Note:
    long = {
        name: value[: TEXT_LIMIT - 1] + "…"
        for name, value in note
        if isinstance(value, str) and len(value) > TEXT_LIMIT
    }
    return note.model_copy(update=long) if long else note
