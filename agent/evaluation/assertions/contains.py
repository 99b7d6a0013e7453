"""``contains``: the answer's text holds this text, in this case of letters."""

from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome


def _check(wanted: str, outcome: Outcome) -> str | None:
    return None if wanted in outcome.last.text else f"the answer does not contain {wanted!r}"


KIND = AssertionKind("contains", str, "The answer's text contains this text.", _check)
