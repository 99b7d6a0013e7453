"""Figures over many results: one row for each version and model."""

from collections.abc import Iterable, Sequence

from agent.evaluation.outcome import CaseResult
from foundation.model.base import FrozenModel
from foundation.model.errors import Fault


class Row(FrozenModel):
    """What one version of a prompt came to with one model.

    Attributes:
        version: version of the prompt.
        model: name of the model.
        provider: who serves it; ``stand-in`` if a script answered.
        cases: how many cases were asked.
        runs: how many answers were wanted.
        passed: runs in which every assertion held.
        failed: runs in which one did not.
        stale: runs whose recording is of another request.
        missing: runs without a recording.
        errors: runs without an answer.
        skipped: assertions that could not be looked at.
        always: cases that passed in every run (pass^k).
        tokens: tokens of all answers.
        cost: US dollars of all answers that have a price.
        seconds: mean time of a run, repairs included.
    """

    version: int
    model: str
    provider: str
    cases: int
    runs: int
    passed: int
    failed: int
    stale: int
    missing: int
    errors: int
    skipped: int
    always: int
    tokens: int
    cost: float
    seconds: float

    @property
    def rate(self) -> float | None:
        """Return the share of judged runs that passed; ``None`` if none was judged."""
        judged = self.passed + self.failed
        return self.passed / judged if judged else None


def summarise(results: Iterable[CaseResult]) -> list[Row]:
    """Return a row for each version and model, in the order of the results."""
    groups: dict[tuple[int, str, str], list[CaseResult]] = {}
    for result in results:
        groups.setdefault((result.version, result.model.model, result.model.provider), []).append(result)
    return [_row(*key, group) for key, group in groups.items()]


def _row(version: int, model: str, provider: str, results: Sequence[CaseResult]) -> Row:
    outcomes = [result.outcome for result in results if result.outcome is not None]
    by_case: dict[str, list[CaseResult]] = {}
    for result in results:
        by_case.setdefault(result.case, []).append(result)
    counts = {
        status: sum(result.status == status for result in results)
        for status in ("passed", "failed", "stale", "missing", "error")
    }
    return Row(
        version=version,
        model=model,
        provider=provider,
        cases=len(by_case),
        runs=len(results),
        passed=counts["passed"],
        failed=counts["failed"],
        stale=counts["stale"],
        missing=counts["missing"],
        errors=counts["error"],
        skipped=sum(assertion.status == "skipped" for result in results for assertion in result.assertions),
        always=sum(all(result.status == "passed" for result in group) for group in by_case.values()),
        tokens=sum(answer.usage.total for outcome in outcomes for answer in outcome.answers if answer.usage),
        cost=round(sum(outcome.cost or 0.0 for outcome in outcomes), 9),
        seconds=round(sum(outcome.seconds for outcome in outcomes) / len(outcomes), 3) if outcomes else 0.0,
    )


def fault_of(results: Sequence[CaseResult]) -> Fault | None:
    """Say why not everything passed, if so: a model could not be asked, or answers are not what is expected."""
    if any(result.status == "error" for result in results):
        return "outside"
    return "gate" if any(result.status != "passed" for result in results) else None
