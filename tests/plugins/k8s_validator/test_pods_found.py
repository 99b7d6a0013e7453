"""Pods in objects of any kind: found where they are, and told where they cannot be read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from foundation.model.findings import Report
from plugins.k8s_validator.objects.pod_templates import metadata_places
from plugins.k8s_validator.rules.checks import CHECKS

CASES = yaml.safe_load(Path(__file__).with_name("pods_found.yml").read_text(encoding="utf-8"))
NAMED = {"metadata": {"name": "x", "namespace": "shop"}}
POD = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "a"}]}, **NAMED}


def statuses(report: Report, *groups: str) -> set[str]:
    return {result.status for result in report.checks if CHECKS[result.code].group in groups}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_pod_is_looked_at_or_it_is_said(case: dict[str, Any], check_text: Callable[[str], Report]) -> None:
    report = check_text(json.dumps({**case["object"], **NAMED}, indent=1))
    found = [finding for finding in report.findings if finding.code == "host-namespaces"]
    assert [finding.path for finding in found] == [f"{path}.hostPID" for path in case.get("found", [])]
    unread = [finding for finding in report.findings if finding.code == "pod-unread"]
    assert [finding.path for finding in unread] == case.get("unread", [])
    assert all(finding.line and finding.severity == "warning" for finding in [*unread])
    assert all(finding.line for finding in found)
    assert ("passed" in statuses(report, "pod", "container")) == (not unread)
    reasons = "; ".join(result.reason or "" for result in report.checks if result.code == "host-path")
    assert all(finding.message in reasons for finding in unread)


def test_what_is_read_is_judged_beside_what_is_not(check_text: Callable[[str], Report]) -> None:
    task = {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {"steps": [{"image": "a", "args": ["x"]}]}, **NAMED}
    report = check_text(f"{json.dumps(task, indent=1)}\n---\n{json.dumps(POD, indent=1)}\n")
    assert {"failed", "skipped"} == statuses(report, "container")
    assert "passed" in statuses(report, "objects")


def test_rules_about_a_kind_leave_its_namesakes_alone(check_text: Callable[[str], Report]) -> None:
    spec = {"tasks": [{"template": {"spec": {**POD["spec"], "restartPolicy": "Always"}}}]}
    job = {"apiVersion": "batch.volcano.sh/v1alpha1", "kind": "Job", "spec": spec, **NAMED}
    own = {"apiVersion": "batch/v1", "kind": "Job", "spec": spec["tasks"][0], **NAMED}
    codes = [{finding.code for finding in check_text(json.dumps(item)).findings} for item in (job, own)]
    assert codes[1] - codes[0] >= {"job-ttl", "restart-policy"}


def test_an_autoscaler_finds_a_namesake_by_its_group(check_text: Callable[[str], Report]) -> None:
    target = {"apiVersion": "apps.kruise.io/v1beta1", "kind": "StatefulSet", "spec": {"template": POD}, **NAMED}
    scaled = {"scaleTargetRef": {**target, "name": "x"}, "maxReplicas": 3}
    scaler = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": scaled, **NAMED}
    report = check_text("\n---\n".join(json.dumps(item) for item in (target, scaler)))
    assert [finding for finding in report.findings if finding.code == "autoscaler-target"] == []


def test_a_template_of_any_kind_has_metadata_and_a_bare_spec_has_none() -> None:
    tasks = [{"template": {"spec": POD["spec"]}}]
    inside = {
        "template": {"metadata": {"labels": {"a": "b"}}, "spec": POD["spec"]},
        "podSpec": POD["spec"],
        "tasks": tasks,
    }
    places = dict(metadata_places({"apiVersion": "example.com/v1", "kind": "Thing", "spec": inside, **NAMED}))
    assert places == {
        ("metadata",): NAMED["metadata"],
        ("spec", "template", "metadata"): {"labels": {"a": "b"}},
        ("spec", "tasks", 0, "template", "metadata"): {},
    }
