"""The alert rules of deploy/prometheus/, for the server's ``rule_files``."""

from typing import Any

import yaml

from foundation.model.run.trace import GENERATED_BY
from scripts.telemetry_pages.objectives import OBJECTIVES, Alert

PATH = "deploy/prometheus/infra-engineer.rules.yaml"
_HEAD = "# Written by `make docs` from scripts/telemetry_pages/objectives.py; docs/sla.md says what is promised.\n"


def alert_rules() -> str:
    """Return the file."""
    groups = [
        {"name": f"infra-engineer-{one.name.lower()}", "rules": [_rule(one.name, alert) for alert in one.alerts]}
        for one in OBJECTIVES
    ]
    return _HEAD + yaml.safe_dump({"groups": groups}, sort_keys=False, width=1000, allow_unicode=True)


def _rule(objective: str, alert: Alert) -> dict[str, Any]:
    return {
        "alert": alert.name,
        "expr": alert.query,
        "for": alert.lasting,
        "labels": {"severity": alert.severity, "service": GENERATED_BY, "objective": objective.lower()},
        "annotations": {
            "summary": f"{alert.summary}.",
            "description": alert.remedy,
            "runbook": f"docs/sla.md#{objective.lower()}",
        },
    }
