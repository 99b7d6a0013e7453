"""What people decide about a draft."""

from typing import Literal

from pydantic import ValidationError

from foundation.model.drafts.lock import Decision, DraftLock
from foundation.model.errors import InputError, Problem
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
        InputError: there is no such draft, or the decision lacks somebody, is too long or holds what nobody sees.
        OutsideError: the file cannot be written.
    """

    def decided(lock: DraftLock) -> DraftLock:
        return lock.model_copy(update={"decision": _decision(lock, verdict, by, reason)})

    return locks.change(name, decided)


def _decision(lock: DraftLock, verdict: str, by: str, reason: str | None) -> Decision:
    given = {"verdict": verdict, "by": by.strip(), "about": lock.digest, "reason": reason.strip() if reason else None}
    try:
        return Decision.model_validate(given)
    except ValidationError as error:
        raise InputError(*(_wrong(str(detail["loc"][0])) for detail in error.errors(include_input=False))) from None


def _wrong(name: str) -> Problem:
    longest = next(item.max_length for item in Decision.model_fields[name].metadata if hasattr(item, "max_length"))
    message = f"--{name} has to be one line of at most {longest} visible characters"
    remedy = "Give the name of who decides." if name == "by" else "Give the reason in one line, or none."
    return Problem(code="draft-decision", message=message, remedy=remedy, file="command line", path=f"--{name}")
