"""``finding``: the gate, or a check before it, reports a finding with this code."""

from agent.evaluation.assertions.gate import examined
from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome


def _check(code: str, outcome: Outcome) -> str | None:
    found = sorted({finding.code for finding in examined(outcome).findings})
    return None if code in found else f"there is no finding {code}; there is: {', '.join(found) or 'none'}"


KIND = AssertionKind("finding", str, "There is a finding with this code.", _check)
