"""What waits for somebody's leave, as text and as plain data."""

from collections.abc import Sequence
from typing import Any

from foundation.source.tree import shown
from memory.records.leaves import ListedLeave


def approvals_text(found: Sequence[ListedLeave]) -> str:
    """Return a paragraph for each: what it is, who asked for it or decided, why, and what would be changed."""
    return "".join(map(_paragraph, found))


def _paragraph(one: ListedLeave) -> str:
    made = one.approval
    lines = [
        f"{made.subject}  {made.kind}  {one.tenant}  {made.target}",
        f"  {made.decision} by {made.decided_by} on {made.decided_at}: {made.reason}",
        *(f"  {detail}" for detail in made.details),
    ]
    return "".join(f"{shown(line)}\n" for line in lines)


def decided_text(one: ListedLeave) -> str:
    """Return a line that says what was decided."""
    made = one.approval
    return shown(f"{made.subject} ({made.kind} of {made.target}) is {made.decision} by {made.decided_by}") + "\n"


def leaves_data(found: Sequence[ListedLeave]) -> list[dict[str, Any]]:
    """Return what people asked leave for as plain data."""
    return [{"tenant": one.tenant, **one.approval.model_dump(mode="json")} for one in found]
