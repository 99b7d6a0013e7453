"""A validation as JSON: the specification's validation result, and under it all that was found."""

import json
from typing import Any

from foundation.model.run.outcome import Outcome, Validation


def as_json(validation: Validation) -> str:
    """Return one object, or a list of them when there are several outcomes."""
    written = [outcome_data(outcome, validation.timestamp) for outcome in validation.outcomes]
    return json.dumps(written[0] if len(written) == 1 else written, indent=2, ensure_ascii=False) + "\n"


def outcome_data(outcome: Outcome, timestamp: str) -> dict[str, Any]:
    """Return an outcome as plain data."""
    report = outcome.report
    return {
        **outcome.result(timestamp).model_dump(),
        "source": outcome.source,
        "digest": report.digest if report else None,
        "kube_version": report.kube_version if report else None,
        "profile": report.profile if report else None,
        "schemas": report.schemas if report else None,
        "exceptions": [item.model_dump(exclude_none=True) for item in (report.exceptions if report else [])],
        "checks": [check.model_dump(exclude_none=True) for check in (report.checks if report else [])],
        "findings": [finding.model_dump(exclude_none=True) for finding in outcome.findings],
        "baseline": [finding.model_dump(exclude_none=True) for finding in outcome.known],
        "problems": [problem.model_dump(exclude_none=True) for problem in outcome.problems],
    }
