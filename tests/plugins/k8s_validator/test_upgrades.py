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


INDEXED = {"spec": {"completionMode": "Indexed", "completions": 3, "parallelism": 1}}
BALANCED = {"spec": {"type": "LoadBalancer"}}


def claiming(storage: str, **further: str) -> dict[str, Any]:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": storage}}, **further}
    return {"spec": {"volumeClaimTemplates": [{"metadata": {"name": "c"}, "spec": spec}]}}


# Each of these was tried with kubectl apply on a server of version 1.35.
@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("Service", {"spec": {}}, {"spec": {"clusterIP": "None"}}, "spec.clusterIP: clusterIP of a Service cannot"),
        ("Service", {"spec": {"clusterIP": "None"}}, {"spec": {}}, "spec.clusterIP: the Service stays headless"),
        ("Service", {"spec": {"ports": [1]}}, {"spec": {"ports": [2]}}, ""),
        ("Secret", {}, {"type": "a/b"}, "type: type of a Secret cannot change"),
        ("Secret", {}, {"type": "Opaque"}, ""),
        ("Job", {"spec": {"backoffLimit": 1}}, {"spec": {"backoffLimit": 2, "maxFailedIndexes": 2}}, ""),
        ("Job", {"spec": {}}, {"spec": {"completions": 3}}, "spec.completions: completions of a Job cannot change"),
        ("Job", {"spec": {}}, {"spec": {"completions": 1}}, ""),
        ("Job", {"spec": {}}, {"spec": {"parallelism": 2}}, ""),
        ("Job", INDEXED, {"spec": {**INDEXED["spec"], "completions": 4}}, "spec.completions: completions of a Job"),
        ("Job", INDEXED, {"spec": {**INDEXED["spec"], "completions": 4, "parallelism": 4}}, ""),
        (
            "Service",
            BALANCED,
            {"spec": {**BALANCED["spec"], "loadBalancerClass": "a/b"}},
            "spec.loadBalancerClass: load",
        ),
        (
            "Service",
            {"spec": {}},
            {"spec": {"ipFamilies": ["IPv6"]}},
            "spec.ipFamilies: ipFamilies of a Service cannot",
        ),
        ("Service", {"spec": {}}, {"spec": {"ipFamilies": ["IPv4"]}}, ""),
        ("StatefulSet", claiming("2Gi"), claiming("2048Mi", volumeMode="Filesystem"), ""),
        ("StatefulSet", claiming("2Gi"), claiming("3Gi"), "spec.volumeClaimTemplates[0]: volumeClaimTemplates of"),
        (
            "StatefulSet",
            {"spec": {}},
            {"spec": {"updateStrategy": {"type": "OnDelete"}}},
            "spec.updateStrategy.type: the",
        ),
        ("PersistentVolumeClaim", {"spec": {}}, {"spec": {"storageClassName": "x"}}, ""),
        ("PersistentVolumeClaim", {"spec": {"storageClassName": "x"}}, {"spec": {}}, "spec.storageClassName: storage"),
    ],
)
def test_what_may_change_and_what_may_not(kind: str, before: dict[str, Any], after: dict[str, Any], told: str) -> None:
    found = refused(kind, before, after)
    assert len(found) == bool(told)
    assert "".join(found).startswith(told)
