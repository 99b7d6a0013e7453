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
