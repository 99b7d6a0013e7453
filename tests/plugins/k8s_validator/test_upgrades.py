"""Which changes between two outputs the API server refuses, and which it takes."""

import json
from typing import Any

import pytest

from plugins.k8s_validator.upgrades.refused import refused_changes

FILE = "manifests/dev/object.yaml"


def refused(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    texts = [json.dumps({"kind": kind, "metadata": {"name": "x"}, **data}) for data in (before, after)]
    found = refused_changes({FILE: texts[0]}, {FILE: texts[1]})
    return [f"{finding.path}: {finding.message}" for finding in found]


@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("Service", {"spec": {}}, {"spec": {"clusterIP": "None"}}, "spec.clusterIP: clusterIP of a Service cannot"),
        ("Service", {"spec": {"clusterIP": "None"}}, {"spec": {}}, "spec.clusterIP: the Service stays headless"),
        ("Service", {"spec": {"ports": [1]}}, {"spec": {"ports": [2]}}, ""),
        ("Secret", {}, {"type": "a/b"}, "type: type of a Secret cannot change"),
        ("Secret", {}, {"type": "Opaque"}, ""),
        ("Job", {"spec": {"backoffLimit": 1}}, {"spec": {"backoffLimit": 2, "maxFailedIndexes": 2}}, ""),
    ],
)
def test_what_may_change_and_what_may_not(kind: str, before: dict[str, Any], after: dict[str, Any], told: str) -> None:
    found = refused(kind, before, after)
    assert len(found) == bool(told)
    assert "".join(found).startswith(told)
