"""Answers name arguments of the tools; a client has no use for flags of the command line."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.settings import load_settings
from foundation.model.flags import Flag
from tests.support.generation import EXAMPLES, ROOT
from tests.support.mcp_calls import Answering

pytestmark = pytest.mark.usefixtures("folder")

MINIMAL: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: b}]}\n"
PART = {"type": "worker", "transport": "queue", "container_image": "acme/a:1.0.0"}
MANY = {
    **{key: MINIMAL[key] for key in ("trace_id", "blueprint_id", "component_scope")},
    "components": [{"name": "One", **PART}, {"name": "Two", **PART}],
}
WAIVER = {"reason": "it is a lab", "approver": "security", "expires": "2099-01-01"}
#: A flag, or what looks like one.
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]*(?![=\w-])")
Call = Callable[..., dict[str, Any]]


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call a tool in a workspace, with variables in upper case; no answer names a flag."""

    def answered(tool: str, **given: Any) -> dict[str, Any]:
        for name in [name for name in given if name.isupper()]:
            monkeypatch.setenv(f"INFRA_ENGINEER_{name}", given.pop(name))
        answer = Answering(load_settings(workspace=folder))(tool, given)
        said = answer.model_dump(mode="json", exclude_none=True)
        assert not FLAG.findall(json.dumps(said)), said
        return said

    return answered


def told(answer: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    """Return place and remedy of each problem and finding, by code."""
    found = [*answer["problems"], *answer.get("findings", [])]
    return {mistake["code"]: (mistake.get("file"), mistake["remedy"]) for mistake in found}


def test_how_manifests_are_brought_in(call: Call) -> None:
    said = {"trace_id": "t-1", "blueprint_id": "b-1", "component_scope": "S"}
    text = POD.replace("{name: x}", "{name: x, namespace: shop}").replace("image: b", "image: acme/b:1.0.0")
    (kept,) = call("import_manifests", text=text, **said, namespace="keep", additions="harden")["bundles"]
    assert yaml.safe_load(kept["bundle"])["namespace"] == "shop"
    adopted = call("import_manifests", text=text, **said, additions="adopt", approver="Jane", expires="2099-01-01")
    exceptions = yaml.safe_load(adopted["bundles"][0]["bundle"])["component"]["policy_exceptions"]
    assert {(one["approver"], one["expires"]) for one in exceptions} == {("Jane", "2099-01-01")}
    assert told(call("import_manifests", text=text, approver="Jane"))["wrong-value"][0] == "approver"
    assert told(call("import_manifests", text=text, additions="adopt", expires="soon"))["wrong-value"][0] == "expires"
    assert told(call("import_manifests", text=text, trace_id="a b"))["wrong-value"][0] == "trace_id"


@pytest.mark.parametrize("tool", ["generate_infrastructure", "plan_generation"])
def test_what_is_asked_for_and_is_not_there(call: Call, tool: str) -> None:
    assert told(call(tool, bundle=MINIMAL, environments=["prdo"]))["environment-unknown"][0] == "environments"
    assert told(call(tool, bundle=MANY, component="Tow"))["component-unknown"] == ("component", "Did you mean Two?")
    if tool == "plan_generation":
        assert "Name the component" in told(call(tool, bundle=MANY))["many-bundles"][1]


def test_versions_profiles_and_schemas(call: Call) -> None:
    wrong = told(call("validate_manifests", manifests=POD, kube_version="1.99", profile="basline"))
    assert wrong["kube-version-unknown"][0] == "kube_version"
    assert "profile-unknown" in wrong
    assert told(call("generate_infrastructure", bundle=MINIMAL, kube_version="1.99"))["kube-version-unknown"]
    missing = told(call("validate_manifests", manifests=POD, SCHEMA_PATH="nowhere", KUBECONFIG="nowhere"))
    remedy = "Check INFRA_ENGINEER_KUBECONFIG, and the file's permissions."
    assert missing.pop("kubeconfig-unreadable") == ("nowhere", remedy)
    assert missing == {"schemas-missing": (str(Path("nowhere").absolute()), "Check INFRA_ENGINEER_SCHEMA_PATH.")}


def test_why_a_check_was_skipped(call: Call) -> None:
    answer = call("validate_manifests", manifests=POD)
    reasons = {check["code"]: check.get("reason") for check in answer["checks"]}
    assert reasons["yamllint"] == "off; the command line's yamllint or INFRA_ENGINEER_YAMLLINT=true runs it"


def test_files_of_others_in_the_output_folder(call: Call, folder: Path) -> None:
    call("generate_infrastructure", bundle=MINIMAL, output="here")
    (folder / "here" / "manifests" / "dev" / "deployment.yaml").write_text("mine\n")
    answer = call("generate_infrastructure", bundle={**MINIMAL, "team": "else"}, output="here")
    ways = "generate with merge, or pass the command line's overwrite to have only a copy of it kept"
    remedy = f"Move the change into the bundle or a template, {ways}."
    assert told(answer)["file-edited"][1] == remedy
    assert remedy in json.dumps(answer["events"])


def test_parts_that_exclude_each_other(call: Call) -> None:
    nothing = {"chart": False, "manifests": False}
    assert told(call("generate_infrastructure", bundle=MINIMAL, parts=nothing))["output-empty"][0] == "parts"
    both = {"kustomize": True, "config_only": True}
    assert told(call("generate_infrastructure", bundle=MINIMAL, parts=both))["output-conflict"][0] == "parts"


def test_rules_that_there_are_not(call: Call, folder: Path) -> None:
    waived = {**MINIMAL, "policy_exceptions": [{**WAIVER, "check": "yaml-strict"}]}
    assert told(call("generate_infrastructure", bundle=waived))
    (folder / "own" / "policies" / "profiles").mkdir(parents=True)
    profile = "description: x\nrules: {something-else-entirely: {severity: error}}\n"
    (folder / "own" / "policies" / "profiles" / "own.yaml").write_text(profile)
    answer = call("validate_manifests", manifests=POD, profile="own", TEMPLATE_PATH=str(folder / "own"))
    assert told(answer)["rule-unknown"][1] == "`infra-engineer validate` (list) shows the rules."


def test_a_mistake_quotes_flags_as_they_are(folder: Path) -> None:
    bundle = {**MINIMAL, "component": {**MINIMAL["component"], "--env": 1}}
    answer = Answering(load_settings(workspace=folder))("generate_infrastructure", {"bundle": bundle})
    assert any("--env" in problem.message + str(problem.path) for problem in answer.problems)


def texts_below_the_doors() -> Iterator[tuple[Path, str]]:
    """Yield every text in the code below the doors that is no documentation."""
    places = [ROOT / place for place in ("plugins", "memory", "foundation", "agent")]
    for path in sorted(path for place in places for path in place.rglob("*.py")):
        if "doors" in path.relative_to(ROOT).parts or path == ROOT / "foundation/model/flags.py":
            continue
        tree = ast.parse(path.read_text())
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield path.relative_to(ROOT), node.value


def test_no_text_below_the_doors_names_a_flag_by_itself() -> None:
    """Flags of other programs are theirs; ours are those of `Flag`, so that a door can put its own words for them."""
    programs = (
        "foundation/helm/",
        "foundation/kubectl/",
        "foundation/merging/",
        "foundation/secrets/commands.py",
        "plugins/artifact_emitter/sinks/git/",
        "plugins/k8s_validator/pipelines/",
        "plugins/k8s_validator/rules/checks/",
        "plugins/pipeline_builder/",
    )
    ours = set(Flag)
    named = {
        (str(path), flag)
        for path, text in texts_below_the_doors()
        for flag in FLAG.findall(text)
        if flag in ours or not str(path).startswith(programs)
    }
    assert named == {
        ("foundation/kubectl/server_dry_run.py", "--kubeconfig"),
        ("foundation/helm/binary.py", "--kube-version"),
        ("foundation/model/infrastructure/mistakes.py", "--query"),  # of az
        ("foundation/language_model/failures.py", "--ctx-size"),  # of llama.cpp
    }
