"""Dead letters as text and as plain data."""

from collections.abc import Sequence
from typing import Any

from foundation.source.tree import shown
from memory.records.dead_letters import DeadLetter, ListedLetter


def dead_letters_text(found: Sequence[ListedLetter]) -> str:
    """Return a paragraph for each letter: what it is, and everything that is wrong."""
    return "".join(_text(one.tenant, one.letter) for one in found)


def _text(tenant: str, letter: DeadLetter) -> str:
    event = " ".join(part for part in (letter.event, letter.event_id) if part) or f"{letter.size} bytes"
    about = f" for {letter.subject}" if letter.subject else ""
    lines = [
        shown(f"{letter.id}  {tenant}  {letter.reason}  {letter.recorded_at}"),
        shown(
            f"  {event}{about}, from {' '.join(filter(None, (letter.channel, letter.entry)))}"
            + ("" if letter.kept else ", not kept")
        ),
        *(shown(f"  {problem.code}: {problem.message}") for problem in letter.problems),
    ]
    return "\n".join(lines) + "\n"


def dead_letters_data(found: Sequence[ListedLetter]) -> list[dict[str, Any]]:
    """Return letters as plain data."""
    return [{"tenant": one.tenant, **one.letter.model_dump(mode="json")} for one in found]
