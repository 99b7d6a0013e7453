"""Figures over many results: one row for each version and model."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from agent.evaluation.outcome import CaseResult, Outcome
from foundation.model.base import FrozenModel
from foundation.model.errors import Fault


class Row(FrozenModel):
    """What one version of a prompt came to with one model.

    Attributes:
        version: version of the prompt.
        systems: prompts of its system message that were tried instead of its own.
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
        drafts: runs whose answers were turned into something that the gate looked at.
        first: of these, runs whose first answer was accepted.
        accepted: of these, runs in which an answer was accepted, whether or not it was repaired.
        refusals: how many answers were refused for each code.
    """

    version: int
    systems: list[str] = []
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
    drafts: int = 0
    first: int = 0
    accepted: int = 0
    refusals: dict[str, int] = {}

    @property
    def rate(self) -> float | None:
        """Return the share of judged runs that passed; ``None`` if none was judged."""
        judged = self.passed + self.failed
        return self.passed / judged if judged else None


def summarise(results: Iterable[CaseResult]) -> list[Row]:
    """Return a row for each version, system message and model, in the order of the results."""
    groups: dict[tuple[str, str, str], list[CaseResult]] = {}
    for result in results:
        groups.setdefault((result.tried, result.model.model, result.model.provider), []).append(result)
    return [_row(group[0], group) for group in groups.values()]


def _row(head: CaseResult, results: Sequence[CaseResult]) -> Row:
    outcomes = [result.outcome for result in results if result.outcome is not None]
    by_case: dict[str, list[CaseResult]] = {}
    for result in results:
        by_case.setdefault(result.case, []).append(result)
    counts = {
        status: sum(result.status == status for result in results)
        for status in ("passed", "failed", "stale", "missing", "error")
    }
    return Row(
        version=head.version,
        systems=head.systems,
        model=head.model.model,
        provider=head.model.provider,
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
        **_acceptance(outcomes),
    )


def _acceptance(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Say how many answers were accepted, at the first try and after repairs, and why others were not."""
    looked = [(found, outcome.repairs) for outcome in outcomes if (found := outcome.examination) is not None]
    codes = Counter(code for found, _ in looked for refusal in found.refusals for code in refusal)
    return {
        "drafts": len(looked),
        "first": sum(found.passed and not repairs for found, repairs in looked),
        "accepted": sum(found.passed for found, _ in looked),
        "refusals": dict(sorted(codes.items(), key=lambda entry: (-entry[1], entry[0]))),
    }


def failures_first(results: Sequence[CaseResult]) -> list[CaseResult]:
    """Return results with those of cases first that did not pass everywhere; otherwise as they were."""
    passed: dict[str, bool] = {}
    for result in results:
        passed[result.case] = passed.get(result.case, True) and result.status == "passed"
    return sorted(results, key=lambda result: passed[result.case])


def fault_of(results: Sequence[CaseResult]) -> Fault | None:
    """Say why not everything passed, if so: a model could not be asked, or answers are not what is expected."""
    if any(result.status == "error" for result in results):
        return "outside"
    return "gate" if any(result.status != "passed" for result in results) else None
