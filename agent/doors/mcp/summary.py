"""Summing a run up for a client: what came out and what was found, never the files themselves."""

from pathlib import Path
from typing import Any

from agent.doors.mcp.bounds import bounded, bounded_notes
from agent.doors.mcp.outcomes import GenerationOutcome, Saved, ValidationOutcome
from foundation.model.destination import Receipt
from foundation.model.events import RefusedError
from foundation.model.findings import Report
from foundation.model.run.artifacts import IndexEntry
from foundation.model.run.outcome import Outcome
from foundation.model.run.plan import PLANNER
from foundation.model.run.request import GenerationResult


def generation_outcome(result: GenerationResult, workspace: Path) -> GenerationOutcome:
    """Sum a run up.

    Args:
        result: what the run came to.
        workspace: what the output folder is below of.
    """
    content: dict[str, Any] = {"status": result.status, "failure": result.failure, "component": result.component}
    content["environments"], content["environments_left_out"] = bounded(result.environments)
    content["events"], content["events_left_out"] = bounded(result.events.payloads)
    # A blocked run's problems repeat its findings.
    problems = result.problems if result.status in ("failed", "saved") else []
    content["problems"], content["problems_left_out"] = bounded_notes(problems)
    if result.plan is not None:
        content |= {"planner": result.plan.planner, "planner_reason": result.plan.reasons.get(PLANNER)}
    if result.spending.calls:
        content["spending"] = result.spending
    if result.entries:
        content |= {"digest": result.digest, **_artifacts(result.entries)}
    if result.explained is not None:
        content |= _report(result.explained)
    if result.review is not None:
        content["advice"], content["advice_left_out"] = bounded_notes(result.review.findings)
    if result.receipt is not None:
        content["receipt"] = _saved(result.receipt, workspace)
        content |= _of_others(result.receipt, workspace)
    return GenerationOutcome(**content)


def validation_outcome(outcome: Outcome) -> ValidationOutcome:
    """Sum a validation up.

    Args:
        outcome: what became of the manifests.
    """
    report = outcome.report
    if report is None:
        problems, left_out = bounded_notes(outcome.problems)
        return ValidationOutcome(status="failed", problems=problems, problems_left_out=left_out)
    findings, left_out = bounded_notes(report.findings)
    return ValidationOutcome(
        status="passed" if report.passed else "blocked",
        digest=report.digest,
        kube_version=report.kube_version,
        profile=report.profile,
        schemas=report.schemas,
        checks=report.checks,
        findings=findings,
        findings_left_out=left_out,
    )


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


def _report(report: Report) -> dict[str, Any]:
    findings, left_out = bounded_notes(report.findings)
    return {"kube_version": report.kube_version, "findings": findings, "findings_left_out": left_out}


def _saved(receipt: Receipt, workspace: Path) -> Saved:
    location = Path(receipt.place).relative_to(workspace).as_posix()
    return Saved(
        location=location, written=len(receipt.written), unchanged=receipt.unchanged, removed=len(receipt.removed)
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
