"""The score against recorded verdicts of an API server, on a few of our own."""

import json
from pathlib import Path

import pytest

from scripts.oracle import main

POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "x", "namespace": "shop"},
    "spec": {"containers": [{"name": "a", "image": "b:1"}]},
}


def case(path: str, value: object, *fields: str) -> str:
    """Return a case in which a value is given to a field; the server refuses the fields that are named."""
    return json.dumps(
        {
            "kind": "Pod",
            "base": "pod",
            "patch": [{"op": "add", "path": path, "value": value}],
            "verdict": "rejected" if fields else "accepted",
            "status_code": 422 if fields else 201,
            "causes": [{"field": field, "reason": "FieldValueInvalid"} for field in fields],
        }
    )


def test_cases_are_found_found_elsewhere_missed_agreed_and_blamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bases.json").write_text(json.dumps({"pod": POD}))
    lines = [
        case("/spec/dnsPolicy", "Nowhere", "spec.dnsPolicy"),
        case("/spec/containers/0/name", {"$rep": ["a", 64]}, "spec.containers[0].name"),
        case("/spec/dnsPolicy", "Nowhere", "spec.hostname"),
        case("/spec/hostname", "fine", "spec.hostname"),
        case("/spec/hostname", "fine"),
        case("/spec/restartPolicy", "Sometimes"),
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(lines) + "\n")
    assert main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "all" in said
    assert "refused     4, found  50.0 % (1 at another field, 1 not); accepted     2, blamed 50.0 %" in said
