"""What there is to measure of a run that has ended."""

from collections.abc import Iterator, Mapping, Sequence

from agent.telemetry.instruments import (
    CACHE,
    DURATION,
    FAILURES,
    FINDINGS,
    GENERATIONS,
    MODEL_CALLS,
    MODEL_COST,
    MODEL_TOKENS,
    RETRIES,
    STEP_DURATION,
)
from agent.telemetry.measurements import Measurement, measured
from agent.telemetry.observing import Outcome
from foundation.model.findings import Finding
from foundation.model.run.request import GenerationResult

#: What a label says where there is nothing to say.
NONE = "none"


def measurements_of(
    outcome: Outcome, seconds: float, steps: Mapping[str, Sequence[float]], kind: str
) -> Iterator[Measurement]:
    """Yield what there is to measure of a run.

    Args:
        outcome: what it came to.
        seconds: how long it took.
        steps: how long each attempt at each step took, in seconds.
        kind: what it was for.
    """
    yield measured(GENERATIONS, 1, kind, outcome.status)
    if outcome.status == "unchanged":  # nothing was done, and its findings were counted when they were found
        return
    yield measured(DURATION, seconds, kind, outcome.status)
    if outcome.failure is not None:
        yield measured(FAILURES, 1, outcome.failure, outcome.fault or NONE)
    for step, durations in steps.items():
        yield from (measured(STEP_DURATION, duration, step) for duration in durations)
        if len(durations) > 1:
            yield measured(RETRIES, len(durations) - 1, step)
    yield from _found(outcome.report.findings if outcome.report is not None else [])
    if isinstance(outcome, GenerationResult):
        yield from _of_generation(outcome)


def looked_up(cache: str, *, hit: bool) -> Measurement:
    """Return the measurement of a look at what an earlier run left.

    Args:
        cache: what was looked at.
        hit: whether it was of use.
    """
    return measured(CACHE, 1, cache, "hit" if hit else "miss")


def _found(findings: Sequence[Finding]) -> Iterator[Measurement]:
    for finding in findings:
        yield measured(FINDINGS, 1, finding.code, finding.severity)


def _of_generation(result: GenerationResult) -> Iterator[Measurement]:
    if result.helm_lint is not None:
        yield looked_up("helm_lint", hit=result.helm_lint == "same-skeleton")
    spent = result.spending
    if spent.calls:
        yield measured(MODEL_CALLS, spent.calls)
        yield measured(MODEL_TOKENS, spent.usage.input_tokens, "input")
        yield measured(MODEL_TOKENS, spent.usage.output_tokens, "output")
        yield measured(MODEL_COST, max(spent.cost, 0.0))
