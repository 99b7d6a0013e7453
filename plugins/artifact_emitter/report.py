"""report.json: the gate's verdict as a file."""

from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact
from foundation.source.emit import to_json

REPORT = "report.json"


def report_artifact(report: Report) -> Artifact:
    """Return the report as a file; empty fields are left out."""
    content = {"status": "passed" if report.passed else "failed", **report.model_dump(exclude_none=True)}
    return Artifact(path=REPORT, content=(to_json(content) + "\n").encode())
