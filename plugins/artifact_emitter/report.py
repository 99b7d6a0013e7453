"""report.json: the gate's verdict as a file."""

import json

from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact

REPORT = "report.json"
#: Warnings that something else was taken than what was asked for, because that failed: the next run has to try again.
_FALLBACKS = frozenset({"template-fallback", "fallback-values"})


def report_artifact(report: Report) -> Artifact:
    """Return the report as a file; empty fields are left out."""
    content = {"status": "passed" if report.passed else "failed", **report.model_dump(exclude_none=True)}
    return Artifact(path=REPORT, content=(json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def read_report(content: bytes) -> Report | None:
    """Return the report that a file holds, or ``None`` if it holds none."""
    try:
        data = json.loads(content)
        return Report.model_validate({key: value for key, value in data.items() if key != "status"})
    except (ValueError, AttributeError):
        return None


def told_of_fallback(report: Report) -> bool:
    """Tell whether a report says that the run had to do with something else than what was asked for."""
    return any(finding.code in _FALLBACKS for finding in report.findings)
