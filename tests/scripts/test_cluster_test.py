"""The test in a real cluster, where there is none: with programs that answer as they are told to."""

import json
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES
from scripts.cluster_test.__main__ import main
from scripts.cluster_test.custom_kinds import definitions
from scripts.cluster_test.releases import next_image
from tests.support.generation import GOLDENS

#: Programs that note how they were called; the cluster knows the kinds of its own API alone.
KUBECTL = """#!/bin/sh
echo "kubectl $*" >> "$CALLS"
case "${*#--context=there }" in
  version) echo "Server Version: v1.35.4" ;;
  "get --raw /api/v1") echo '{"resources": [{"kind": "ConfigMap"}, {"kind": "Service"}, {"kind": "ServiceAccount"}]}' ;;
  "get --raw /apis/apps/v1") echo "$APPS_KINDS" ;;
  "get --raw /apis/networking.k8s.io/v1") echo '{"resources": [{"kind": "NetworkPolicy"}, {"kind": "Ingress"}]}' ;;
  "get --raw /apis/autoscaling/v2") echo '{"resources": [{"kind": "HorizontalPodAutoscaler"}]}' ;;
  "get --raw /apis/policy/v1") echo '{"resources": [{"kind": "PodDisruptionBudget"}]}' ;;
  "get --raw"*) exit 1 ;;
  "get namespaces"*) grep -o '"name": "cluster-test-[^"]*"' "$CALLS" | sed 's|"name": "\\(.*\\)"|namespace/\\1|' ;;
  "create -f -") cat >> "$CALLS"; echo >> "$CALLS" ;;
  wait*) echo 'E1127 11:52 297 reflector.go:227] "Failed to watch" err="Get \\"https://a\\": context canceled"' >&2 ;;
  apply*) eval "$ON_APPLY" ;;
esac
"""
WARNED = 'I1127 11:52:18.8 29759 warnings.go:107] "Warning: it is old"'
HELM = """#!/bin/sh
echo "I1127 11:52:18.8 29759 request.go:1] Waited" >&2
echo "$SAID" >&2
echo "helm $*" >> "$CALLS"
[ "$1" != "$REFUSED" ] || { echo "Error: no" >&2; exit 1; }
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("kubectl", KUBECTL), ("helm", HELM)):
        path = tmp_path / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv(f"{name.upper()}_BINARY", str(path))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("ON_APPLY", ":")
    monkeypatch.setenv("APPS_KINDS", '{"resources": [{"kind": "Deployment"}]}')
    monkeypatch.delenv("CLUSTER_KUBECONFIG", raising=False)
    monkeypatch.delenv("SAID", raising=False)
    monkeypatch.delenv("REFUSED", raising=False)
    return tmp_path / "calls"


def made(calls: Path) -> list[str]:
    """The calls about the case, without what differs from run to run."""
    text = re.sub(r"cluster-test-[0-9a-f]{6}", "cluster-test-RUN", calls.read_text())
    text = re.sub(rf"{tempfile.gettempdir()}/cluster-test-\w+", "FOLDER", text)
    return [line for line in text.splitlines() if not line.startswith("kubectl get")]


def test_a_case_lives_as_manifests_and_as_a_chart(calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--case", "minimal"]) == 0
    labels = json.dumps(
        {
            "app.kubernetes.io/managed-by": "infra-engineer-cluster-test",
            "pod-security.kubernetes.io/enforce": "restricted",
            "pod-security.kubernetes.io/warn": "restricted",
        }
    )
    namespace = '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "cluster-test-RUN-0-%s", "labels": %s}}'
    chart = (
        "FOLDER/{0}/charts/ping --values FOLDER/{0}/charts/ping/values-dev.yaml --namespace cluster-test-RUN-0-chart"
    )
    assert made(calls) == [
        "kubectl version",
        "kubectl create -f -",
        namespace % ("manifests", labels),
        "kubectl apply --validate=strict -f FOLDER/before/manifests/dev",
        "kubectl apply --validate=strict -f FOLDER/after/manifests/dev",
        "kubectl apply --validate=strict -f FOLDER/before/manifests/dev",
        "kubectl delete --ignore-not-found --wait=false -f FOLDER/before/manifests/dev -f FOLDER/after/manifests/dev",
        "kubectl create -f -",
        namespace % ("chart", labels),
        f"helm install ping {chart.format('before')}",
        f"helm upgrade ping {chart.format('after')}",
        "helm rollback ping 1 --namespace cluster-test-RUN-0-chart",
        "helm uninstall ping --namespace cluster-test-RUN-0-chart",
        "kubectl delete --wait=false namespace/cluster-test-RUN-0-manifests namespace/cluster-test-RUN-0-chart",
    ]
    assert capsys.readouterr().out.splitlines() == [
        "Server Version: v1.35.4",
        "minimal dev: as it should be",
        "1 cases, as manifests and as charts: 0 refusals and warnings",
    ]


def test_each_refusal_and_warning_is_listed(
    calls: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ON_APPLY", 'echo "Warning: would violate PodSecurity" >&2')
    monkeypatch.setenv("REFUSED", "rollback")
    assert main(["--case", "minimal", "--context", "there"]) == 1
    said = capsys.readouterr()
    warned = [
        f"minimal dev, manifests: {stage}: Warning: would violate PodSecurity"
        for stage in ("apply", "upgrade", "rollback")
    ]
    assert said.err.splitlines() == [*warned, "minimal dev, chart: rollback: Error: no"]
    assert said.out.splitlines()[-1] == "1 cases, as manifests and as charts: 4 refusals and warnings"
    called = [line for line in calls.read_text().splitlines() if line.startswith(("kubectl ", "helm "))]
    assert all("-context=there" in line for line in called)


def test_what_helm_logs_of_the_cluster_s_warnings_is_listed(
    calls: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAID", WARNED)
    assert main(["--case", "minimal"]) == 1
    stages = ("install", "upgrade", "rollback", "uninstall")
    assert capsys.readouterr().err.splitlines() == [f"minimal dev, chart: {stage}: {WARNED}" for stage in stages]


def test_the_next_release_has_the_golden_s_objects_with_another_trace_and_image(
    calls: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
    monkeypatch.setenv("ON_APPLY", 'for last; do :; done; cat "$last"/*.yaml >> "$SEEN"; echo "=" >> "$SEEN"')
    assert main(["--case", "minimal"]) == 0
    seen = re.sub(r"cluster-test-\w+-0-manifests", "cs-shared-ping", (tmp_path / "seen").read_text())
    golden = "".join(path.read_text() for path in sorted((GOLDENS / "minimal" / "manifests" / "dev").iterdir()))
    first, second, third = seen.split("=\n")[:-1]
    assert first == third == golden
    assert ("trace-next-0001" in second, "ping:99.0.0" in second) == (True, True)


def test_kinds_that_the_cluster_does_not_know_are_defined_for_the_test(
    calls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--case", "quote-mesh"]) == 0
    lines = made(calls)
    (defined,) = [json.loads(line)["items"] for line in lines if line.startswith('{"apiVersion": "v1", "kind": "List"')]
    names = [item["metadata"]["name"] for item in defined]
    assert "peerauthentications.security.istio.io" in names
    assert f"kubectl delete --ignore-not-found --wait=false {' '.join(f'crd/{name}' for name in names)}" == lines[-1]


def test_a_kind_that_nobody_knows_is_a_refusal_of_the_cluster(
    calls: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPS_KINDS", '{"resources": []}')
    assert main(["--case", "minimal"]) == 1
    said = capsys.readouterr()
    assert said.err.splitlines() == ["custom kinds, create: the cluster does not know apps/v1 Deployment"]
    assert "apply" not in calls.read_text()


def test_without_a_cluster_it_says_what_to_set(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUBECONFIG")
    assert main([]) == 2
    assert not calls.exists()


def test_every_custom_kind_of_the_gate_has_a_structural_definition() -> None:
    kinds = []
    for path in CUSTOM_RESOURCES.glob("*.json"):
        fields = json.loads(path.read_bytes())["properties"]
        kinds.append((fields["apiVersion"]["enum"][0], fields["kind"]["enum"][0]))
    made = definitions(kinds)
    assert sum(len(item["spec"]["versions"]) for item in made) == len(kinds)
    for item in made:
        for version in item["spec"]["versions"]:
            assert list(unstructured(version["schema"]["openAPIV3Schema"])) == []


def unstructured(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node that the server would not take: without a type, or with what only plain schemas have."""
    open_node = "x-kubernetes-preserve-unknown-fields" in schema or "x-kubernetes-int-or-string" in schema
    if (not isinstance(schema.get("type"), str) and not open_node) or schema.keys() & {"$ref", "anyOf", "oneOf"}:
        yield schema
    for child in [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]:
        if child is not None:
            yield from unstructured(child)


@pytest.mark.parametrize(
    ("image", "other"),
    [
        ("a.example:5000/b/c:1.0", "a.example:5000/b/c:99.0.0"),
        ("b/c@sha256:00", f"b/c@sha256:{'1f' * 32}"),
        ("b/c:1@sha256:00", f"b/c:99.0.0@sha256:{'1f' * 32}"),
    ],
)
def test_the_next_image(image: str, other: str) -> None:
    assert next_image(image) == other


def test_manifests_of_goldens_name_their_namespace_alone() -> None:
    """Moving a golden is a change of text, so its namespace may be part of no other name."""
    for path in sorted(GOLDENS.glob("*/manifests/*/*.yaml")):
        for item in yaml.safe_load_all(path.read_text()):
            namespace = item["metadata"]["namespace"]
            assert namespace not in item["metadata"]["name"]
