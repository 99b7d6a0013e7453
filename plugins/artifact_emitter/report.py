"""report.json: the gate's verdict as a file."""

import json

from pydantic import ValidationError

from foundation.model.findings import Report, check_result
from foundation.model.run.artifacts import Artifact
from foundation.source.emit import to_json

REPORT = "report.json"
#: Warnings that something else was taken than what was asked for, because that failed: the next run has to try again.
_FALLBACKS = frozenset({"template-fallback", "fallback-values"})


def report_artifact(report: Report) -> Artifact:
    """Return the report as a file; empty fields are left out."""
    content = {"status": "passed" if report.passed else "failed", **report.model_dump(exclude_none=True)}
    return Artifact(path=REPORT, content=(to_json(content) + "\n").encode())


def read_report(content: bytes) -> Report | None:
    """Return the report of a file that ``report_artifact`` made; ``None`` if it is none, or says that it failed.

    Args:
        content: bytes of the file.
    """
    try:
        data = json.loads(content)
        if not isinstance(data, dict) or data.pop("status", None) != "passed":
            return None
        checks = [check_result(**check) for check in data.pop("checks", [])]
        report = Report.model_validate_json(json.dumps(data)).model_copy(update={"checks": checks})
    except (TypeError, ValueError, RecursionError, ValidationError):
        return None
    return report if report.passed else None


def told_of_fallback(report: Report) -> bool:
    """Tell whether a report says that the run had to do with something else than what was asked for."""
    return any(finding.code in _FALLBACKS for finding in report.findings)
