"""The mission's chapter on validation, line by line: what breaks a line is found by `validate` at the front door.

Each line changes the manifests or the chart that a golden has for one environment; unchanged they pass.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.k8s_validator.objects.pod_templates import pod_template
from tests.doors.cli.conftest import Outcome
from tests.plugins.k8s_validator.case_files import laid_over
from tests.support.generation import EXAMPLES, GOLDENS

Program = Callable[..., Outcome]
GOLDEN = GOLDENS / "order-service"
CHART = GOLDEN / "charts" / "orderservice"

#: The line in our words, the environment, the kind that is changed, the change, and the rule that has to find it.
OBJECT_LINES: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("manifests fit the API's schemas", "prod", "Service", {"spec": {"extra": 1}}, "schema"),
    ("run as somebody else than root", "prod", "pod", {"securityContext": {"runAsNonRoot": False}}, "run-as-non-root"),
    ("not privileged", "prod", "container", {"securityContext": {"privileged": True}}, "privileged"),
    (
        "Secrets are mounted in approved places",
        "prod",
        "pod",
        {
            "volumes": [{"name": "s", "secret": {"secretName": "s"}}],
            "containers": [{"name": "orderservice", "volumeMounts": [{"name": "s", "mountPath": "/etc/s"}]}],
        },
        "secret-mount-path",
    ),
    ("no hostPath", "prod", "pod", {"volumes": [{"name": "h", "hostPath": {"path": "/data"}}]}, "host-path"),
    (
        "trace_id is a label of everything",
        "prod",
        "Service",
        {"metadata": {"labels": {"trace_id": None}}},
        "trace-labels",
    ),
    (
        "blueprint_id is an annotation",
        "prod",
        "Service",
        {"metadata": {"annotations": {"blueprint_id": None}}},
        "trace-annotations",
    ),
    (
        "blueprint_id is the same everywhere, as annotation",
        "prod",
        "Service",
        {"metadata": {"annotations": {"blueprint_id": "another"}}},
        "blueprint-consistent",
    ),
    (
        "blueprint_id is the same everywhere, as label",
        "prod",
        "ServiceAccount",
        {"metadata": {"labels": {"blueprint_id": "another"}}},
        "blueprint-consistent",
    ),
    (
        "component_scope is a label",
        "prod",
        "Deployment",
        {"metadata": {"labels": {"component_scope": None}}},
        "trace-labels",
    ),
    (
        "generated_by is this agent",
        "prod",
        "Service",
        {"metadata": {"labels": {"generated_by": "somebody"}}},
        "trace-labels",
    ),
    ("three pods at most in dev", "dev", "Deployment", {"spec": {"replicas": 4}}, "replica-limit"),
    ("a hundred at most in prod", "prod", "HorizontalPodAutoscaler", {"spec": {"maxReplicas": 101}}, "replica-limit"),
    (
        "CPU request and limit keep the ratio",
        "prod",
        "container",
        {"resources": {"requests": {"cpu": "100m"}, "limits": {"cpu": "1"}}},
        "request-limit-ratio",
    ),
    ("a liveness probe from staging on", "staging", "container", {"livenessProbe": None}, "liveness-probe"),
    ("a readiness probe from staging on", "prod", "container", {"readinessProbe": None}, "readiness-probe"),
    (
        "hosts before production are the platform's",
        "dev",
        "Ingress",
        {"spec": {"rules": [{"host": "orders.example.com"}]}},
        "ingress-host",
    ),
    (
        "forbidden ports",
        "prod",
        "container",
        {"ports": [{"name": "ssh", "containerPort": 22, "protocol": "TCP"}]},
        "port-number",
    ),
    ("labels for observability", "prod", "Deployment", {"metadata": {"labels": {"team": None}}}, "trace-labels"),
    (
        "no secret in plain text",
        "prod",
        "container",
        {"env": [{"name": "DB_PASSWORD", "value": "hunter2hunter2"}]},
        "env-secret",
    ),
]
CHART_LINES: list[tuple[str, str, Callable[[str], str], str]] = [
    ("name and version of the chart", "Chart.yaml", lambda text: text.replace("version:", "verzion:"), "helm-lint"),
    (
        "every template renders",
        "templates/service.yaml",
        lambda text: text + "{{ fail `never` }}\n",
        "values-render",
    ),
    (
        "every value is defined",
        "templates/service.yaml",
        lambda text: text + "# {{ .Values.nowhere }}\n",
        "values-defined",
    ),
]


def _manifests(environment: str) -> list[dict[str, Any]]:
    folder = GOLDEN / "manifests" / environment
    return [item for path in sorted(folder.glob("*.yaml")) for item in yaml.safe_load_all(path.read_text())]


def _changed(objects: list[dict[str, Any]], target: str, change: dict[str, Any]) -> list[dict[str, Any]]:
    if target in ("pod", "container"):
        workload = next(item for item in objects if item["kind"] == "Deployment")
        template = (pod_template(workload) or ((), {}))[1]
        spec = template["spec"]
        if target == "pod":
            template["spec"] = laid_over(spec, change)
        else:
            spec["containers"][0] = laid_over(spec["containers"][0], change)
        return objects
    assert any(item["kind"] == target for item in objects)
    return [laid_over(item, change) if item["kind"] == target else item for item in objects]


def _errors(outcome: Outcome) -> set[str]:
    return {found["code"] for found in json.loads(outcome.out)["findings"] if found["severity"] == "error"}


def _validate(program: Program, objects: list[dict[str, Any]]) -> Outcome:
    Path("manifests.yaml").write_text("---\n".join(json.dumps(item, indent=1) + "\n" for item in objects))
    return program("validate", "manifests.yaml", "--json")


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_what_was_generated_passes_every_line(environment: str, program: Program) -> None:
    outcome = _validate(program, _manifests(environment))
    assert (outcome.code, _errors(outcome)) == (0, set())


@pytest.mark.parametrize(
    ("environment", "target", "change", "code"),
    [line[1:] for line in OBJECT_LINES],
    ids=[line[0] for line in OBJECT_LINES],
)
def test_a_line_about_objects(
    environment: str, target: str, change: dict[str, Any], code: str, program: Program
) -> None:
    outcome = _validate(program, _changed(_manifests(environment), target, change))
    assert outcome.code == 1
    assert code in _errors(outcome)


@pytest.mark.parametrize(
    ("file", "change", "code"), [line[1:] for line in CHART_LINES], ids=[line[0] for line in CHART_LINES]
)
def test_a_line_about_charts(file: str, change: Callable[[str], str], code: str, program: Program) -> None:
    shutil.copytree(CHART, "chart")
    path = Path("chart") / file
    path.write_text(change(path.read_text()))
    outcome = program("validate", "chart", "--env", "prod", "--json")
    assert outcome.code == 1
    assert code in _errors(outcome)


def test_yaml_that_cannot_be_read_is_a_failure(program: Program) -> None:
    Path("broken.yaml").write_text("kind: Service\n  name: x\n")
    outcome = program("validate", "broken.yaml", "--json")
    assert outcome.code == 1
    assert "yaml-syntax" in _errors(outcome)


def test_a_bundle_without_a_trace_halts(program: Program) -> None:
    bundle = yaml.safe_load((EXAMPLES / "order-service.yaml").read_text())
    del bundle["trace_id"]
    Path("bundle.yaml").write_text(yaml.safe_dump(bundle))
    outcome = program("generate", "bundle.yaml")
    assert outcome.code == 2
    assert "trace_id" in outcome.err
    assert not Path("out").exists()


@pytest.mark.parametrize("probe", ["liveness_probe", "readiness_probe"])
@pytest.mark.parametrize("type_", ["microservice", "api-gateway", "frontend"])
def test_a_component_that_serves_leaves_with_its_probes_or_not_at_all(type_: str, probe: str, program: Program) -> None:
    code = probe.replace("_", "-")
    bundle = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
    bundle["component"] |= {"type": type_, probe: None}
    bundle["environments"] = {"staging": {}}
    bundle["target_environment"] = ["staging"]
    Path("bundle.yaml").write_text(yaml.safe_dump(bundle))
    outcome = program("validate", "bundle.yaml", "--json")
    assert (outcome.code, _errors(outcome)) == (1, {code})
    waiver = {"check": code, "reason": "no endpoint yet", "approver": "the lead", "expires": "2035-12-31"}
    bundle["component"]["policy_exceptions"] = [waiver]
    Path("bundle.yaml").write_text(yaml.safe_dump(bundle))
    assert program("validate", "bundle.yaml").code == 0


def test_a_failure_is_told_in_the_format_of_the_chapter(program: Program) -> None:
    objects = _changed(_manifests("prod"), "container", {"securityContext": {"privileged": True}})
    result = json.loads(_validate(program, objects).out)
    assert result["status"] == "failed"
    assert result["agent"] == "infrastructure-engineer-agent"
    assert {"trace_id", "component", "errors", "timestamp"} <= result.keys()
    assert any("privileged" in error for error in result["errors"])
