"""Summing a run up for a client: what came out and what was found, never the files themselves."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from agent.doors.mcp.bounds import bounded, bounded_notes
from agent.doors.mcp.outcomes import ComponentOutcome, GenerationOutcome, RunOutcome, Saved
from foundation.model.destination import Receipt
from foundation.model.errors import Problem
from foundation.model.events import RefusedError
from foundation.model.run.artifacts import IndexEntry
from foundation.model.run.plan import PLANNER
from foundation.model.run.request import GenerationResult, Status

#: From the best to the worst that may become of a run.
_FROM_BEST = ("unchanged", "generated", "saved", "blocked", "failed")


def run_outcome(result: GenerationResult, workspace: Path) -> RunOutcome:
    """Sum a run up in brief.

    Args:
        result: what the run came to.
        workspace: what the output folder is below of.
    """
    return RunOutcome(**_run(result, workspace))


def generation_outcome(result: GenerationResult, workspace: Path) -> GenerationOutcome:
    """Sum a run up.

    Args:
        result: what the run came to.
        workspace: what the output folder is below of.
    """
    content = _run(result, workspace)
    if result.plan is not None:
        content |= {"planner": result.plan.planner, "planner_reason": result.plan.reasons.get(PLANNER)}
    if result.spending.calls:
        content["spending"] = result.spending
    if result.entries:
        content |= _artifacts(result.entries)
    if result.report is not None:
        content["kube_version"] = result.report.kube_version
    if result.review is not None:
        content["advice"], content["advice_left_out"] = bounded_notes(result.review.findings)
    if result.receipt is not None:
        content |= _of_others(result.receipt, workspace)
    return GenerationOutcome(**content)


def together(results: Iterable[GenerationResult], workspace: Path) -> GenerationOutcome:
    """Sum the runs of an application up; none of them is kept.

    Args:
        results: what each came to, as it comes.
        workspace: what their folders are below of.
    """
    worst: Status = "unchanged"
    components: list[ComponentOutcome] = []
    events: list[dict[str, Any]] = []
    for result in results:
        worst = max(worst, result.status, key=_FROM_BEST.index)
        components.append(_component(result, workspace))
        events += result.events.payloads
    content: dict[str, Any] = {"status": worst}
    content["components"], content["components_left_out"] = bounded(components)
    content["events"], content["events_left_out"] = bounded(events)
    content["problems"], content["problems_left_out"] = bounded_notes(_of_failed(components))
    return GenerationOutcome(**content)


def _of_failed(components: list[ComponentOutcome]) -> list[Problem]:
    return list(dict.fromkeys(problem for one in components if one.status == "failed" for problem in one.problems))


def _component(result: GenerationResult, workspace: Path) -> ComponentOutcome:
    kept, left_out = bounded_notes(result.problems)
    return ComponentOutcome(
        component=result.component,
        status=result.status,
        run=_recorded(result),
        digest=result.digest if result.entries else None,
        location=saved(result.receipt, workspace).location if result.receipt is not None else None,
        problems=kept,
        problems_left_out=left_out,
    )


def _run(result: GenerationResult, workspace: Path) -> dict[str, Any]:
    content: dict[str, Any] = {"status": result.status, "failure": result.failure, "component": result.component}
    content["run"] = _recorded(result)
    content["environments"], content["environments_left_out"] = bounded(result.environments)
    content["events"], content["events_left_out"] = bounded(result.events.payloads)
    # A blocked run's problems repeat its findings.
    problems = result.problems if result.status in ("failed", "saved") else []
    content["problems"], content["problems_left_out"] = bounded_notes(problems)
    if result.entries:
        content["digest"] = result.digest
    if result.explained is not None:
        content["findings"], content["findings_left_out"] = bounded_notes(result.explained.findings)
    if result.receipt is not None:
        content["receipt"] = saved(result.receipt, workspace)
    return content


def _recorded(result: GenerationResult) -> str | None:
    """Return the id of a run that memory has; one that was not to save anything is not there."""
    return result.run_id if result.place is not None else None


def refusal_outcome(error: RefusedError) -> GenerationOutcome:
    """Sum up that a bundle was refused before there was a run."""
    content: dict[str, Any] = {"status": "failed", "failure": error.failure}
    content["problems"], content["problems_left_out"] = bounded_notes(error.problems)
    content["events"], content["events_left_out"] = bounded(error.log.payloads)
    return GenerationOutcome(**content)


def _artifacts(entries: list[IndexEntry]) -> dict[str, Any]:
    kept, left_out = bounded(entries)
    charts = (entry.path for entry in entries if entry.path.endswith("/Chart.yaml"))
    return {
        "chart_path": next((path.removesuffix("Chart.yaml") for path in charts), None),
        "artifacts": kept,
        "artifacts_left_out": left_out,
    }


def saved(receipt: Receipt, workspace: Path) -> Saved:
    """Sum up what was written.

    Args:
        receipt: what a sink did.
        workspace: what the folder is below of.
    """
    location = Path(receipt.place).relative_to(workspace).as_posix()
    return Saved(
        location=location,
        written=len(receipt.written),
        unchanged=receipt.unchanged,
        removed=len(receipt.removed),
        published=[other.place for other in receipt.published] or None,
    )


def _of_others(receipt: Receipt, workspace: Path) -> dict[str, Any]:
    """Say what others have in the folder, by paths below the workspace; what is about an object is in the folder."""
    told = [
        finding
        if finding.object
        else finding.model_copy(update={"file": Path(finding.file or "").relative_to(workspace).as_posix()})
        for finding in receipt.findings
    ]
    findings, left_out = bounded_notes(told)
    return {"output_findings": findings, "output_findings_left_out": left_out}
