"""Manifests get the same answer through the command line and through MCP, in the same environment and settings.

Only what one calls a flag, the other calls by its own words.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.doors.mcp.words import in_own_words
from agent.settings import load_settings
from tests.foundation.kubectl.cluster import running_cluster
from tests.support.generation import GOLDENS
from tests.support.in_process import run_here
from tests.support.mcp_calls import Answering

pytestmark = pytest.mark.usefixtures("folder")

#: What an answer is compared by; the command line calls the status otherwise.
SAME = ("digest", "kube_version", "profile", "schemas", "checks", "findings", "problems")
FILE = "manifests.yaml"
GOOD = "---\n".join(path.read_text() for path in sorted((GOLDENS / "order-service/manifests/prod").glob("*.yaml")))
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers: [{name: a, image:  b}]\n"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: shop}\ndata: {a: b}\n"
WIDGET = "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: x}\nspec: {sice: 1}\n"
DEFINITION = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.example.org"},
    "spec": {
        "group": "example.org",
        "names": {"kind": "Widget"},
        "versions": [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": {"type": "object"}}}],
    },
}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask through both doors; the answers have to be the same, and one of them is returned."""

    def through_both(text: str, settings: dict[str, str] | None = None, **arguments: str) -> dict[str, Any]:
        for name, value in (settings or {}).items():
            monkeypatch.setenv(f"INFRA_ENGINEER_{name}", value)
        Path(FILE).write_text(text)
        flags = [part for name, value in arguments.items() for part in (f"--{name.replace('_', '-')}", value)]
        code = run_here("validate", FILE, "--json", *flags)
        printed = json.loads(capsys.readouterr().out)
        answer = Answering(load_settings())("validate_manifests", {"manifests": text, **arguments})
        said = answer.model_dump(mode="json", exclude_none=True)
        empty: dict[str, Any] = {"checks": [], "findings": [], "problems": []}
        same = in_own_words({key: printed[key] for key in SAME})
        assert {key: {**empty, **said}.get(key) for key in SAME} == same
        assert said["status"] in {0: ("passed",), 1: ("blocked",)}.get(code, ("failed",))
        return printed

    return through_both


def checks(answer: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {check["code"]: (check["status"], check.get("reason")) for check in answer["checks"]}


def codes(answer: dict[str, Any]) -> set[str]:
    return {found["code"] for found in (*answer["findings"], *answer["problems"])}


def test_good_and_bad_manifests(ask: Ask) -> None:
    assert ask(GOOD)["status"] == "passed"
    assert "image-tag" in codes(ask(POD))
    assert codes(ask("kind: [\n")) >= {"yaml-syntax"}
    assert codes(ask("# nothing\n")) == {"no-manifests"}


def test_version_and_profile(ask: Ask) -> None:
    assert ask(POD, kube_version="1.29")["kube_version"] == "1.29"
    assert ask(POD, profile="baseline")["profile"] == "baseline"
    assert codes(ask(POD, kube_version="1.99", profile="basline")) == {"kube-version-unknown", "profile-unknown"}


def test_yamllint(ask: Ask) -> None:
    assert checks(ask(POD))["yamllint"][0] == "skipped"
    assert "yamllint" in codes(ask(POD, {"YAMLLINT": "true"}))


def test_kubectl(ask: Ask, kubectl_binary: str, folder: Path) -> None:
    settings = {"KUBECTL": kubectl_binary, "KUBECTL_DRY_RUN": "true"}
    assert checks(ask(MAP % "fine", settings))["kubectl-client"] == ("passed", None)
    with running_cluster() as cluster:
        (folder / "config").write_text(cluster.kubeconfig)
        assert checks(ask(MAP % "fine", {"KUBECONFIG": "config"}))["kubectl-server"] == ("passed", None)
        assert checks(ask(MAP % "refused"))["kubectl-server"][0] == "failed"
    status, reason = checks(ask(MAP % "fine", {"KUBECTL": "no-such-kubectl"}))["kubectl-client"]
    assert (status, "no-such-kubectl" in str(reason)) == ("skipped", True)
    (folder / "config").unlink()
    assert codes(ask(MAP % "fine")) == {"kubeconfig-unreadable"}


def test_schemas_of_ones_own(ask: Ask, folder: Path) -> None:
    assert "schema-missing" in codes(ask(WIDGET))
    (folder / "crds").mkdir()
    (folder / "crds" / "widget.yaml").write_text(yaml.safe_dump(DEFINITION))
    answer = ask(WIDGET, {"SCHEMA_PATH": "crds"})
    assert answer["schemas"].startswith("sha256:")
    assert "schema-missing" not in codes(answer)
    (folder / "wrong").mkdir()
    (folder / "wrong" / "widget.yaml").write_text("a: [1")
    assert codes(ask(WIDGET, {"SCHEMA_PATH": "wrong"})) == {"yaml-syntax"}


def test_policies(ask: Ask, folder: Path) -> None:
    (folder / "own" / "policies" / "admission").mkdir(parents=True)
    waiver = {"check": "image-tag", "reason": "it is a lab", "approver": "security", "expires": "2030-01-01"}
    (folder / "own" / "policies" / "exceptions.yaml").write_text(yaml.safe_dump({"policy_exceptions": [waiver]}))
    (folder / "own" / "policies" / "admission" / "ports.yaml").write_text(
        "apiVersion: infrastructure-engineer/v1\nkind: WorkloadPolicy\nmetadata: {name: p}\n"
        "spec: {mandatory_labels: [cost-centre]}\n"
    )
    before = codes(ask(POD))
    after = codes(ask(POD, {"TEMPLATE_PATH": str(folder / "own")}))
    assert ("image-tag" in before, "image-tag" in after, "admission-policy" in after) == (True, False, True)


def test_every_mistake_of_the_set_up_at_once(ask: Ask, folder: Path) -> None:
    (folder / "own" / "policies").mkdir(parents=True)
    waiver = {"check": "image-tga", "reason": "it is a lab", "approver": "security", "expires": "2030-01-01"}
    (folder / "own" / "policies" / "exceptions.yaml").write_text(yaml.safe_dump({"policy_exceptions": [waiver]}))
    settings = {"TEMPLATE_PATH": str(folder / "own"), "SCHEMA_PATH": "nowhere", "KUBECONFIG": "none"}
    answer = ask(POD, settings, kube_version="1.99", profile="basline")
    assert codes(answer) == {
        "exception-rule-unknown",
        "schemas-missing",
        "kubeconfig-unreadable",
        "kube-version-unknown",
        "profile-unknown",
    }
