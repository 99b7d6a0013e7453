"""``gate``: what the answer becomes passes the gate."""

from typing import Literal

from agent.evaluation.assertions.kind import AssertionKind, CannotTell
from agent.evaluation.outcome import Examination, Outcome

NO_EXAMINER = "nothing here turns this prompt's answers into manifests"


def examined(outcome: Outcome) -> Examination:
    """Return what became of an answer.

    Raises:
        CannotTell: nobody looked.
    """
    if outcome.examination is None:
        raise CannotTell(NO_EXAMINER)
    return outcome.examination


def _check(_: Literal[True], outcome: Outcome) -> str | None:
    examination = examined(outcome)
    if examination.passed:
        return None
    errors = [finding for finding in examination.findings if finding.severity == "error"]
    if not errors:
        return "nothing came of the answer"
    return "; ".join(f"{finding.code}: {finding.message}" for finding in errors[:5])


KIND = AssertionKind("gate", Literal[True], "What the answer becomes passes the gate.", _check)
