"""Every kind of assertion, one a module."""

from agent.evaluation.assertions import (
    complete,
    contains,
    cost,
    count,
    equals,
    finding,
    gate,
    is_json,
    kinds,
    latency,
    one_of,
    python,
    refusal,
    repairs,
    tokens,
)
from agent.evaluation.assertions.kind import AssertionKind

KINDS: tuple[AssertionKind, ...] = (
    gate.KIND,
    finding.KIND,
    kinds.KIND,
    is_json.KIND,
    equals.KIND,
    one_of.KIND,
    count.KIND,
    contains.KIND,
    refusal.KIND,
    complete.KIND,
    repairs.KIND,
    tokens.KIND,
    cost.KIND,
    latency.KIND,
    python.KIND,
)
