"""What people decided, two lines a decision, and as plain data."""

from collections.abc import Sequence
from typing import Any

from foundation.source.tree import shown
from memory.records.approvals import KnownApproval


def approvals_text(found: Sequence[KnownApproval]) -> str:
    """Return what was decided, by whom and when, and below it why and until when."""
    return "".join(map(_text, found))


def _text(one: KnownApproval) -> str:
    made = one.approval
    subject = made.name if made.kind == "draft" else f"{made.subject}, {made.name}"
    head = f"{made.decided_at}  {made.kind} {made.decision} by {made.decided_by}: {subject} ({one.tenant})"
    below = "; ".join(part for part in (made.reason, f"until {made.until}" if made.until else "") if part)
    return f"{shown(head)}\n" + (f"  {shown(below)}\n" if below else "")


def approvals_data(found: Sequence[KnownApproval]) -> list[dict[str, Any]]:
    """Return decisions as plain data."""
    return [{"tenant": one.tenant, **one.approval.model_dump(mode="json")} for one in found]
