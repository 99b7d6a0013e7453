"""``complete``: the answer ended by itself."""

from typing import Literal

from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome


def _check(_: Literal[True], outcome: Outcome) -> str | None:
    reason = outcome.last.finish_reason
    return None if reason in ("stop", "tool_calls") else f"the answer ended by {reason}"


KIND = AssertionKind("complete", Literal[True], "The answer ended by itself and is not cut.", _check)
