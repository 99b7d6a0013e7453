import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
ORDER = str(EXAMPLES / "order-service.yaml")


def test_plan_as_table_and_as_json(program: Program) -> None:
    table = program("plan", ORDER)
    assert table.code == 0
    assert "otel_injection.inject: observability.otel_enabled in the bundle" in table.out
    plan = json.loads(program("plan", ORDER, "--json").out)
    names = [step["name"] for step in plan["steps"]]
    assert names[-1] == "event_emitter.emit"
    assert names.index("k8s_validator.validate") < names.index("artifact_emitter.save")
    assert all(name in table.out for name in names)
    without = json.loads(program("plan", MINIMAL, "--json", "--dry-run").out)
    assert {"otel_injection.inject", "artifact_emitter.save"}.isdisjoint(step["name"] for step in without["steps"])


def test_explain_shows_the_layer_of_each_value(program: Program) -> None:
    rows = json.loads(program("explain", ORDER, "replicas", "--json").out)
    assert {name: (row["layer"], row["value"]) for name, (row,) in rows.items()} == {
        "dev": ("environment dev", 1),
        "staging": ("component", 2),
        "prod": ("environment prod", 4),
    }
    text = program("explain", ORDER, "--env", "prod").out
    assert "env[ORDER_QUEUE].value" in text
    assert 'platform, transport http  {"httpGet"' in text


def test_explain_of_an_unknown_path_names_a_near_one(program: Program) -> None:
    outcome = program("explain", ORDER, "autoscale.maxReplica")
    assert outcome.code == 2
    assert "Did you mean autoscale.maxReplicas?" in outcome.err
    assert f"error path-unknown  {ORDER}\n" in outcome.err
    assert "Did you mean autoscale?" in program("explain", ORDER, "autoscal").err


def test_explain_says_where_nothing_is_set(program: Program) -> None:
    assert program("explain", ORDER, "autoscale.minReplicas").out.startswith("dev\n  (no value is set)\nstaging\n")


def test_diff_shows_what_would_change(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    assert program("diff", MINIMAL) == Outcome(0, "", "")
    outcome = program("diff", MINIMAL, "--set", "component.replicas=3", "--full")
    assert outcome.code == 1
    assert "-replicaCount: 2\n+replicaCount: 3\n" in outcome.out
    assert "manifests/dev/serviceaccount.yaml" not in outcome.out
    assert "4 more files would change in factory_execution_id alone\n" in outcome.err
    changed = json.loads(program("diff", MINIMAL, "--set", "component.replicas=3", "--json").out)["files"]
    assert {change["path"] for change in changed} >= {"charts/ping/values.yaml", "charts/ping-1.0.0.tgz"}
    (workspace / "out/manifests/dev/service.yaml").unlink()
    (added,) = json.loads(program("diff", MINIMAL, "--json").out)["files"]
    assert (added["path"], added["kind"]) == ("manifests/dev/service.yaml", "added")


def test_diff_of_a_wrong_bundle_is_an_error_and_no_difference(program: Program) -> None:
    outcome = program("diff", str(EXAMPLES / "user-service.json"))
    assert outcome.code == 2
    assert "trace-missing" in outcome.err


def test_validate_a_bundle_a_folder_a_chart_and_manifests(program: Program, workspace: Path) -> None:
    bundle = program("validate", ORDER)
    assert bundle.code == 0
    assert bundle.out.startswith("OrderService: passed for Kubernetes 1.32")
    assert list(workspace.iterdir()) == []
    program("generate", ORDER)
    for path in ("out/charts/orderservice", "out/manifests", "out/manifests/prod/deployment.yaml", "out"):
        outcome = program("validate", path)
        assert outcome.code == 0, outcome.err
        assert f"{path}: passed" in outcome.out
    assert re.search(r", 0 failed, \d+ skipped\n$", program("validate", "out/manifests").out)


def test_validate_finds_what_is_wrong_in_manifests(program: Program, workspace: Path) -> None:
    (workspace / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n    - name: a\n      image: b\n"
        "      env:\n        - name: A\n          value: yes\n      prots: []\n"
    )
    outcome = program("validate", "pod.yaml", "--json")
    assert outcome.code == 1
    report = json.loads(outcome.out)
    found = {(finding["code"], finding.get("path"), finding.get("line")) for finding in report["findings"]}
    assert ("schema", "spec.containers[0].prots", 11) in found
    assert ("schema", "spec.containers[0].env[0].value", 10) in found
    assert ("image-tag", "spec.containers[0].image", 7) in found
    assert report["status"] == "failed"


def test_validate_a_broken_chart(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    template = workspace / "out/charts/ping/templates/service.yaml"
    template.write_text(template.read_text().replace("kind: ", "kind: {{ now }}", 1))
    outcome = program("validate", "out/charts/ping")
    assert outcome.code == 1
    assert "error template-functions" in outcome.err
    template.write_text("{{ .Values.no.such.thing }}\n")
    outcome = program("validate", "out/charts/ping")
    assert outcome.code == 1
    assert "error values-render" in outcome.err
    assert "Traceback" not in outcome.err


def test_schema_is_the_published_one(program: Program) -> None:
    outcome = program("schema")
    assert json.loads(outcome.out)["required"] == ["component"]
    assert outcome.out == (EXAMPLES.parent / "docs" / "bundle.schema.json").read_text()


def test_templates(program: Program) -> None:
    listing = program("templates", "list").out
    assert "helm-microservice-template-v3  microservice\n" in listing
    assert "k8s-deployment-v2" in program("templates", "show", "standard-microservice-helm-template-v3").out
    shown = program("templates", "show", "k8s-deployment-v2.yaml").out
    assert shown == (EXAMPLES.parent / "templates/helm/deployment/v2.yaml").read_text()
    missing = program("templates", "show", "k8s-deploymnet-v2")
    assert missing.code == 2
    assert "Did you mean k8s-deployment-v2?" in missing.err


def test_plan_and_explain_tell_the_mistakes_of_merged_settings_that_generate_tells(
    program: Program, workspace: Path
) -> None:
    (workspace / "bounds.yaml").write_text(
        "trace_id: t\nblueprint_id: b\ncomponent_scope: Order\n"
        'component: {name: Orders, type: microservice, transport: http, container_image: "a/orders:1.0.0",\n'
        "  autoscale: {minReplicas: 4}}\n"
        "environments: {dev: {autoscale: {maxReplicas: 2}}, prod: {autoscale: {maxReplicas: 3}}}\n"
    )
    refused = program("generate", "bounds.yaml")
    assert refused.code == 2
    assert refused.err.count("error autoscale-bounds") == 2
    for command in ("plan", "explain"):
        told = program(command, "bounds.yaml")
        assert (told.code, told.out) == (2, "")
        assert refused.err == f"{told.err}Orders: failed\n"


def test_doctor_names_the_engine(program: Program, monkeypatch: pytest.MonkeyPatch, helm_binary: str) -> None:
    outcome = program("doctor")
    assert outcome.code == 0
    assert "helm engine         in process, Helm v4" in outcome.out
    monkeypatch.setenv("INFRA_ENGINEER_HELM_ENGINE", "binary")
    monkeypatch.setenv("INFRA_ENGINEER_HELM_BINARY", helm_binary)
    assert f"binary {helm_binary}, Helm v4" in program("doctor").out
    monkeypatch.setenv("INFRA_ENGINEER_HELM_BINARY", "no-such-helm")
    failed = program("doctor")
    assert failed.code == 3
    assert "failed   helm engine" in failed.out


def test_doctor_looks_at_the_language_model_without_calling_it(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ok       language model      none is set up; none is needed\n" in program("doctor").out
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_PROVIDER", "openai")
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_NAME", "gpt-4o")
    assert "failed   language model      the model provider openai needs INFRA_ENGINEER_MODEL_API_KEY" in (
        program("doctor").out
    )
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_API_KEY", "key-of-the-test")
    outcome = program("doctor")
    assert "gpt-4o at https://api.openai.com/v1; calls: off, and forbidden outside this machine\n" in outcome.out
    assert "key-of-the-test" not in outcome.out + outcome.err


def test_version(program: Program) -> None:
    assert json.loads(program("version", "--json").out)["infrastructure-engineer-agent"] == "0.1.0"


def test_a_wrong_setting_is_a_clear_error(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_HELM_ENGINE", "podman")
    outcome = program("generate", MINIMAL)
    assert outcome.code == 2
    assert "INFRA_ENGINEER_HELM_ENGINE" in outcome.err
    assert "Traceback" not in outcome.err


def test_doctor_tells_of_settings_that_no_run_could_use(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ok       settings            of the environment; all are known\n" in program("doctor").out
    monkeypatch.setenv("INFRA_ENGINEER_HELM_ENGIN", "binary")
    monkeypatch.setenv("INFRA_ENGINEER_X", "1")
    monkeypatch.setenv("INFRA_ENGINEER_PROMPT_PATH", "nothing")
    monkeypatch.setenv("INFRA_ENGINEER_PLANNER", "model")
    outcome = program("doctor")
    assert outcome.code == 3
    assert [line.split()[1] for line in outcome.out.splitlines() if line.startswith("failed")] == [
        "settings",
        "prompts",
        "language",
    ]
    assert outcome.err.startswith(
        "error unknown-setting  environment INFRA_ENGINEER_HELM_ENGIN\n"
        "  the variable INFRA_ENGINEER_HELM_ENGIN is no setting, so it changes nothing\n"
        "  mend: Did you mean INFRA_ENGINEER_HELM_ENGINE? See .env.example.\n"
        "error unknown-setting  environment INFRA_ENGINEER_X\n"
    )
