"""Drafts of novel component types as text and as plain data."""

from collections.abc import Sequence
from typing import Any

from foundation.model.drafts.lock import Decision, ListedDraft
from foundation.source.tree import shown


def drafts_text(drafts: Sequence[ListedDraft]) -> str:
    """Return what each draft is for, what it holds, and who made it."""
    return "".join(map(_text, drafts))


def _text(draft: ListedDraft) -> str:
    lock = draft.lock
    # Whoever wrote the file may have written it to deceive whoever looks at it here.
    kinds = shown(", ".join(item.kind for item in lock.draft.objects))
    made = shown(f"by {lock.model.model} ({lock.model.provider}), {lock.repairs} repairs")
    head = f"{draft.name}  {lock.status}\n  {lock.component}, type {lock.type}: {kinds}\n  {made}\n"
    return head + (_decision(lock.decision) if lock.decision is not None and lock.status != "pending" else "")


def _decision(decision: Decision) -> str:
    why = f": {decision.reason}" if decision.reason else ""
    return shown(f"  {decision.verdict} by {decision.by}{why}") + "\n"


def drafts_data(drafts: Sequence[ListedDraft]) -> list[dict[str, Any]]:
    """Return drafts as plain data."""
    return [{"name": draft.name, "status": draft.lock.status, **draft.lock.model_dump()} for draft in drafts]


def decision_text(draft: str, verdict: str, by: str, digest: str) -> str:
    """Return a line that says what was decided.

    Args:
        draft: name of the draft.
        verdict: the decision.
        by: who decided.
        digest: digest of what was decided about.
    """
    return f"{draft}: {verdict} by {by.strip()} ({digest})\n"
