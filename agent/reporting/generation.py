"""What became of a run: plain data for programs, a few lines for people."""

from collections.abc import Sequence
from typing import Any

from agent.reporting.counts import counted
from agent.reporting.tree import tree_text
from foundation.model.conversation import Spending
from foundation.model.destination import Receipt
from foundation.model.errors import Fault, Problem
from foundation.model.events import RefusedError
from foundation.model.flags import Flag
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.plan import PLANNER
from foundation.model.run.request import GenerationResult


def summary(result: GenerationResult) -> dict[str, Any]:
    """Return a result as plain data without the files' contents."""
    return {
        "component": result.component,
        "status": result.status,
        "failure": result.failure,
        "digest": result.digest,
        "environments": result.environments,
        "artifacts": [entry.model_dump() for entry in result.entries],
        "findings": [finding.model_dump(exclude_none=True) for finding in result.findings],
        **(
            {"advice": [finding.model_dump(exclude_none=True) for finding in result.review.findings]}
            if result.review
            else {}
        ),
        **(
            {"notices": [finding.model_dump(exclude_none=True) for finding in result.notices]} if result.notices else {}
        ),
        "planner": result.plan.model_dump(include={"planner", "reasons"}) if result.plan else None,
        **({"spending": result.spending.model_dump()} if result.spending.calls else {}),
        "place": result.place,
        **({"helm_lint": result.helm_lint} if result.helm_lint else {}),
        "receipt": receipt_data(result.receipt) if result.receipt else None,
        "events": result.events.payloads,
        "problems": [problem.model_dump(exclude_none=True) for problem in result.problems],
    }


def waivers_line(file: str, number: int, approver: str) -> str:
    """Return a line on the exceptions that were written.

    Args:
        file: where they are.
        number: how many.
        approver: who allows them; empty where that is to be filled in.
    """
    if not number:
        return f"{file}: nothing blocks that an exception could be made from"
    if approver:
        return f"{file}: {counted(number, 'exception')}, allowed by {approver}"
    return (
        f"{file}: {counted(number, 'exception')} to be allowed; fill in approver, then generate with "
        f"{Flag.BASELINE} {file}"
    )


def receipt_data(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as plain data, without the digests that the index holds."""
    return {
        "location": receipt.place,
        "digest": receipt.revision,
        **receipt.model_dump(include={"written", "unchanged", "removed"}),
        **({"published": [receipt_data(other) for other in receipt.published]} if receipt.published else {}),
        **(
            {"findings": [finding.model_dump(exclude_none=True) for finding in receipt.findings]}
            if receipt.findings
            else {}
        ),
    }


def published_lines(component: str, receipt: Receipt | None) -> list[str]:
    """Return a line for each place that a component was published to.

    Args:
        component: name of the component.
        receipt: what became of its files, if they were saved.
    """
    published = receipt.published if receipt else []
    return [f"{component}: published to {other.place} ({changes(other)})" for other in published]


def refusal(error: RefusedError) -> dict[str, Any]:
    """Return bundles that were refused before there was a run as plain data."""
    problems = [problem.model_dump() for problem in error.problems]
    return {"status": "failed", "failure": error.failure, "problems": problems, "events": error.log.payloads}


def headline(result: GenerationResult) -> str:
    """Return one line that says what became of a component."""
    if result.status == "unchanged" and result.receipt is not None:
        files = counted(result.receipt.unchanged, "file")
        return f"{result.component}: unchanged for {', '.join(result.environments)} in {result.receipt.place} ({files})"
    if result.status not in ("generated", "saved") or result.effective is None:
        return f"{result.component}: {result.status}"
    environments = ", ".join(result.environments)
    if result.receipt is None:
        return f"{result.component}: valid for {environments}; nothing was saved"
    receipt = result.receipt
    told = "" if result.status == "generated" else ", but not announced"
    return f"{result.component}: {result.status} for {environments} into {receipt.place} ({changes(receipt)}){told}"


def changes(receipt: Receipt) -> str:
    """Return how much a sink changed."""
    return f"{len(receipt.written)} written, {receipt.unchanged} unchanged, {len(receipt.removed)} removed"


class Tally:
    """What of several runs was written; results are counted as they come, and none of them is kept."""

    def __init__(self) -> None:
        self._runs = 0
        self._missing: list[str] = []

    def add(self, result: GenerationResult) -> None:
        """Count a result."""
        self._runs += 1
        if result.receipt is None and result.place is not None:
            self._missing.append(f"{result.place} ({result.status})")

    @property
    def written_and_not(self) -> str | None:
        """One line that says which runs were not written; ``None`` if all were, or none was to be.

        Each run is whole by itself: what failed has its earlier output, and does not keep the others from being
        written.
        """
        if not self._missing:
            return None
        written = f"{self._runs - len(self._missing)} of {counted(self._runs, 'run')} written"
        return f"{written}; left as before: {', '.join(self._missing)}"


def beyond_report(result: GenerationResult) -> list[Problem]:
    """Return the problems that are not the findings of the report once more."""
    known = [finding.problem for finding in result.blocking] if result.status == "blocked" else []
    return [problem for problem in result.problems if problem not in known]


def untold(problems: Sequence[Problem], fault: Fault | None, told: set[Problem]) -> list[Problem]:
    """Return problems without those of the outside that were told before, as a cluster that no run can reach.

    Args:
        problems: the problems of a run.
        fault: whose fault they are.
        told: what was told before; those of the outside are added.
    """
    if fault != "outside":
        return list(problems)
    found = [problem for problem in problems if problem not in told]
    told.update(found)
    return found


def noticed(result: GenerationResult) -> str:
    """Return how much the report of a saved component notices, for runs that show nothing of it; empty if nothing."""
    findings = result.report.findings if result.report else []
    warnings = sum(finding.severity == "warning" for finding in findings)
    advice = sum(finding.severity == "advice" for finding in findings)
    told = [
        *([counted(warnings, "warning")] if warnings else []),
        *([f"{counted(advice, 'piece')} of advice"] if advice else []),
    ]
    return f"; {', '.join(told)} in report.json" if told and result.receipt else ""


def saved_tree(receipt: Receipt, artifacts: ArtifactSet) -> str:
    """Return what was saved as a tree: the artifacts, and what says of them what they are."""
    paths = {
        *(file.path for file in artifacts.files),
        *receipt.digests,
        "report.json",
        "artifacts.json",
        "events.jsonl",
    }
    return tree_text(receipt.place, list(paths))


def notes(result: GenerationResult) -> list[str]:
    """Return a line for each thing about the models of a run: a plan that was refused, and what asking took."""
    refused = result.plan.reasons.get(PLANNER) if result.plan else None
    return [
        *([f"{result.component}: {refused}"] if refused else []),
        *([f"{result.component}: {_spent(result.spending)}"] if result.spending.calls else []),
    ]


def _spent(spending: Spending) -> str:
    calls = "1 call" if spending.calls == 1 else f"{spending.calls} calls"
    cost = f", ${spending.cost:.4f}" if spending.cost else ""
    return f"models took {calls}, {spending.usage.input_tokens} tokens in, {spending.usage.output_tokens} out{cost}"
