"""report.json: the gate's verdict as a file."""

import json

from pydantic import ValidationError

from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact

REPORT = "report.json"


def report_artifact(report: Report) -> Artifact:
    """Return the report as a file; empty fields are left out."""
    content = {"status": "passed" if report.passed else "failed", **report.model_dump(exclude_none=True)}
    return Artifact(path=REPORT, content=(json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def read_report(content: bytes) -> Report | None:
    """Return the report of a file that ``report_artifact`` made; ``None`` if it is none, or says that it failed.

    Args:
        content: bytes of the file.
    """
    try:
        data = json.loads(content)
        if not isinstance(data, dict) or data.pop("status", None) != "passed":
            return None
        report = Report.model_validate_json(json.dumps(data))
    except (ValueError, RecursionError, ValidationError):
        return None
    return report if report.passed else None
