"""What became of a run that published recorded artifacts: plain data for programs, a line for people."""

from typing import Any

from agent.reporting.generation import changes, receipt_data
from foundation.model.findings import Finding
from foundation.model.run.publication import Publication

_DONE = {"republish": "republished", "rollback": "rolled back"}


def publication_summary(done: Publication, place: str) -> dict[str, Any]:
    """Return a result as plain data without the files' contents.

    Args:
        done: the result.
        place: where the recorded artifacts are.
    """
    return {
        "component": done.recorded.component,
        "status": done.status,
        "failure": done.failure,
        "digest": done.artifacts.digest,
        "environments": done.recorded.environments,
        "execution_id": done.trace.execution_id,
        "previous_execution_id": done.trace.previous_execution_id,
        "artifacts": [file.entry.model_dump() for file in done.artifacts.files],
        "findings": [finding.model_dump(exclude_none=True) for finding in shown_findings(done, place)],
        "receipt": receipt_data(done.receipt) if done.receipt else None,
        "events": done.events.payloads,
        "problems": [problem.model_dump(exclude_none=True) for problem in done.problems],
    }


def shown_findings(done: Publication, place: str) -> list[Finding]:
    """Return everything that the gate found, by the names of the files as they are, and what else is to be known.

    Args:
        done: the result.
        place: where the recorded artifacts are.
    """
    files = {file.path for file in done.artifacts.files}
    found = done.report.findings if done.report is not None else []
    placed = [
        finding.model_copy(update={"file": f"{place}/{finding.file}"}) if finding.file in files else finding
        for finding in found
    ]
    return [*placed, *done.notices]


def publication_headline(done: Publication, place: str) -> str:
    """Return one line that says what became of the recorded artifacts.

    Args:
        done: the result.
        place: where the recorded artifacts are.
    """
    component = done.recorded.component
    if done.receipt is None:
        return f"{component}: {done.status}"
    environments = ", ".join(done.recorded.environments)
    told = ", but not announced" if done.status == "saved" else ""
    what = f"{_DONE[done.kind]} for {environments} from {place} into {done.receipt.place}"
    return f"{component}: {what} ({changes(done.receipt)}){told}"
