"""What people decide about a draft."""

from typing import Literal

from agent.model.drafts.lock import Decision, DraftLock
from agent.model.errors import InputError, Problem
from agent.source.paths import shown_path
from plugins.llm_template_expander.locks import DraftLocks


def decide(
    locks: DraftLocks, name: str, verdict: Literal["approved", "rejected"], by: str, reason: str | None
) -> DraftLock:
    """Write a decision into a lock file; it holds for exactly the draft that is in the file now.

    Args:
        locks: the folder of lock files.
        name: name of the draft.
        verdict: the decision.
        by: who decides.
        reason: why.

    Raises:
        InputError: there is no such draft, or nobody decides.
        OutsideError: the file cannot be written.
    """
    lock = locks.read(name)
    if not by.strip():
        message = "a decision needs somebody who makes it"
        raise InputError(
            Problem(
                code="draft-decision-nobody",
                message=message,
                remedy="Give a name with --by.",
                file=shown_path(locks.folder / f"{name}.yaml"),
            )
        )
    decision = Decision(verdict=verdict, by=by.strip(), draft=lock.draft.digest, reason=reason)
    decided = lock.model_copy(update={"decision": decision})
    locks.write(name, decided)
    return decided
