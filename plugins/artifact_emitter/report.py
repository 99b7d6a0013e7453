"""report.json: the gate's verdict as a file."""

import json

from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact

REPORT = "report.json"


def report_artifact(report: Report) -> Artifact:
    """Return the report as a file; empty fields are left out."""
    content = {"status": "passed" if report.passed else "failed", **report.model_dump(exclude_none=True)}
    return Artifact(path=REPORT, content=(json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())
