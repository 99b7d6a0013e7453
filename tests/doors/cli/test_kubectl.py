import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.foundation.kubectl.cluster import running_cluster
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: shop}\ndata: {a: b}\n"


@pytest.fixture(autouse=True)
def kubectl(monkeypatch: pytest.MonkeyPatch, kubectl_binary: str) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_KUBECTL", kubectl_binary)


def statuses(outcome: Outcome) -> dict[str, tuple[str, str | None]]:
    checks = json.loads(outcome.out)["checks"]
    return {check["code"]: (check["status"], check.get("reason")) for check in checks if "kubectl" in check["code"]}


def test_off_unless_asked_for(program: Program) -> None:
    found = statuses(program("validate", MINIMAL, "--json"))
    assert {status for status, _ in found.values()} == {"skipped"}
    assert "--kubectl" in str(found["kubectl-client"][1])
    assert "--kubeconfig" in str(found["kubectl-server"][1])


def test_the_output_passes_a_real_client_side_dry_run(program: Program) -> None:
    assert statuses(program("validate", MINIMAL, "--json", "--kubectl"))["kubectl-client"] == ("passed", None)
    assert program("generate", MINIMAL, "--kubectl").code == 0
    report = json.loads(Path("out/report.json").read_text())
    assert {"code": "kubectl-client", "status": "passed"} in report["checks"]


def test_what_kubectl_refuses_is_a_finding(program: Program, workspace: Path) -> None:
    (workspace / "pot.yaml").write_text("apiVersion: v1\nkind: Pot\nmetadata: {name: x}\n")
    outcome = program("validate", "pot.yaml", "--kubectl", "--json")
    assert statuses(outcome)["kubectl-client"][0] == "failed"
    (finding,) = [one for one in json.loads(outcome.out)["findings"] if one["code"] == "kubectl-client"]
    assert finding["file"] == "pot.yaml"


def test_without_kubectl_it_is_skipped_and_says_why(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_KUBECTL", "no-such-kubectl")
    status, reason = statuses(program("validate", MINIMAL, "--json", "--kubectl"))["kubectl-client"]
    assert status == "skipped"
    assert "no-such-kubectl" in str(reason)


def test_a_named_cluster_judges(program: Program, workspace: Path) -> None:
    (workspace / "map.yaml").write_text(CONFIG_MAP % "refused")
    with running_cluster() as cluster:
        (workspace / "config").write_text(cluster.kubeconfig)
        outcome = program("validate", "map.yaml", "--kubeconfig", "config", "--json")
        assert statuses(outcome)["kubectl-server"][0] == "failed"
        (workspace / "map.yaml").write_text(CONFIG_MAP % "fine")
        outcome = program("validate", "map.yaml", "--kubeconfig", "config", "--json")
        assert statuses(outcome)["kubectl-server"] == ("passed", None)


def judged(program: Program, workspace: Path, text: str, *flags: str, contexts: tuple[str, ...] = ("x",)) -> Outcome:
    """What `validate` makes of manifests that a cluster judges."""
    (workspace / "map.yaml").write_text(text)
    with running_cluster() as cluster:
        (workspace / "config").write_text(cluster.kubeconfig_of(*contexts))
        return program("validate", "map.yaml", "--kubeconfig", "config", "--profile", "baseline", "--json", *flags)


def of_cluster(outcome: Outcome) -> list[tuple[str, str, str | None, int | None, str]]:
    """What the cluster found: code, severity, object, line and message."""
    codes = ("kubectl-server", "kubectl-warning", "namespace-missing", "context-missing")
    return [
        (one["code"], one["severity"], one.get("object"), one.get("line"), one["message"])
        for one in json.loads(outcome.out)["findings"]
        if one["code"] in codes
    ]


def maps(*names: str, namespace: str = "shop") -> str:
    return "# first\n---\n" + "---\n".join(CONFIG_MAP % name for name in names).replace("shop", namespace)


def test_what_a_cluster_says_stands_at_its_object(program: Program, workspace: Path) -> None:
    outcome = judged(program, workspace, maps("fine", "refused", "warned-a", "warned-b"))
    refused, *warned = of_cluster(outcome)
    assert outcome.code == 1
    assert refused[:4] == ("kubectl-server", "error", "ConfigMap/refused", 8)
    assert 'admission webhook "w" denied the request: no' in refused[4]
    assert warned == [
        ("kubectl-warning", "warning", "ConfigMap/warned-a", 13, "it is old"),
        ("kubectl-warning", "warning", "ConfigMap/warned-b", 18, "it is old"),
    ]
    outcome = judged(program, workspace, maps("warned-a"))
    assert (outcome.code, statuses(outcome)["kubectl-server"]) == (0, ("passed", None))


def test_a_namespace_that_is_not_there_is_said_once_and_nothing_has_passed(program: Program, workspace: Path) -> None:
    outcome = judged(program, workspace, maps("a", "b", namespace="nowhere"))
    said = "the cluster has no namespace 'nowhere' yet, so it did not judge 2 objects"
    assert outcome.code == 0
    assert of_cluster(outcome) == [("namespace-missing", "warning", None, None, said)]
    assert statuses(outcome)["kubectl-server"] == ("skipped", said)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("forbidden", "cluster-forbidden", "jane may not create configmaps in the namespace shop"),
        ("unknown", "cluster-login", "does not know who asks"),
    ],
)
def test_a_cluster_that_cannot_be_asked_is_told_once(
    program: Program, workspace: Path, name: str, code: str, words: str
) -> None:
    outcome = judged(program, workspace, maps(f"{name}-a", f"{name}-b"))
    assert outcome.code == 3
    assert outcome.err.count(code) == 1
    assert words in outcome.err


def test_each_environment_has_its_own_context(program: Program, workspace: Path) -> None:
    labelled = maps("refused-dev", "refused-prod")
    for name in ("dev", "prod"):
        labelled = labelled.replace(f"refused-{name},", f"refused-{name}, labels: {{env: {name}}},")
    flags = ("--context", "dev=kind", "--context", "production=aks")
    both = judged(program, workspace, labelled, *flags, contexts=("x", "kind", "aks"))
    assert [found[2] for found in of_cluster(both)] == ["ConfigMap/refused-dev", "ConfigMap/refused-prod"]
    dev = judged(program, workspace, labelled, "--context", "dev=kind", contexts=("x", "kind"))
    advised = "no context is named for the environment prod, so no cluster judged an object"
    assert [found[4] for found in of_cluster(dev) if found[0] == "context-missing"] == [advised]
    assert [found[2] for found in of_cluster(dev) if found[0] == "kubectl-server"] == ["ConfigMap/refused-dev"]
    plain = judged(program, workspace, labelled, "--context", "kind", contexts=("x", "kind"))
    assert len(of_cluster(plain)) == 2


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        (("dev=knd",), "context-unknown", "Did you mean kind?"),
        (("dve=kind",), "context-environment", "Did you mean dev?"),
        (("dev=kind", "dev=x"), "context-wrong", "two contexts are named for the environment dev: kind and x"),
        (("=kind",), "context-wrong", "'=kind' names no context"),
    ],
)
def test_wrong_contexts(program: Program, workspace: Path, flags: tuple[str, ...], code: str, words: str) -> None:
    given = [part for flag in flags for part in ("--context", flag)]
    outcome = judged(program, workspace, maps("fine"), *given, contexts=("x", "kind"))
    assert (outcome.code, outcome.err.count(f"error {code} ")) == (2, 1), outcome.err
    assert words in outcome.err


def test_generate_looks_at_the_contexts_before_it_runs(program: Program, workspace: Path) -> None:
    with running_cluster() as cluster:
        (workspace / "config").write_text(cluster.kubeconfig_of("kind"))
        outcome = program("generate", MINIMAL, "--kubeconfig", "config", "--context", "dve=kind")
        assert (outcome.code, "Did you mean dev?" in outcome.err) == (2, True)
        assert "context-wrong" in program("generate", MINIMAL, "--context", "dev=kind").err
    assert not (workspace / "out").exists()


@pytest.mark.parametrize("command", ["generate", "validate"])
def test_a_cluster_that_no_run_reaches_is_told_once(program: Program, workspace: Path, command: str) -> None:
    with running_cluster() as cluster:
        (workspace / "config").write_text(cluster.kubeconfig)
    bundles = [str(EXAMPLES / f"{name}.yaml") for name in ("minimal", "digest-only")]
    outcome = program(command, *bundles, "--kubeconfig", "config")
    assert (outcome.code, outcome.err.count("cluster-unreachable")) == (3, 1), outcome.err


def test_a_context_without_a_cluster_is_a_mistake_even_where_nothing_is_to_be_done(program: Program) -> None:
    assert program("generate", MINIMAL).code == 0
    outcome = program("generate", MINIMAL, "--context", "dev=kind")
    assert (outcome.code, outcome.err.count("context-wrong")) == (2, 1)
    assert "--context names a context, but no cluster is named" in outcome.err
