"""The gate's own rules of helm lint agree with Helm, so it need not look at charts of one skeleton twice."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from agent.bootstrap import Agent, build_agent
from foundation.helm.engine import LintMessage
from foundation.helm.errors import RenderError
from foundation.helm.native import NativeHelmEngine
from foundation.model.run.request import GenerationResult
from foundation.source.bundle import read_bundles
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.lint import verdict
from plugins.k8s_validator.lint.memory import LintMemory
from plugins.k8s_validator.lint.own import OwnLint, own_lint
from plugins.k8s_validator.lint.skeleton import skeleton_of
from plugins.k8s_validator.schemas.deprecations import _ANY, _TABLE
from tests.support.generation import SUCCESSES, Case, read_case, request_of, settings_in
from tests.support.goldens import golden_chart
from tests.support.strategies.bundles import bundles

ENGINE = NativeHelmEngine()
KUBE_VERSION = "1.32"
Files = dict[str, bytes]

CHART = """\
apiVersion: v2
name: small
version: 1.0.0
appVersion: "1"
type: application
description: Small.
maintainers:
  - name: ordering
    email: ordering@example.com
"""
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n"
WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: small
spec:
  selector:
    matchLabels: {app: small}
"""
SMALL: Files = {
    "Chart.yaml": CHART.encode(),
    "templates/_helpers.tpl": b'{{ define "small.x" }}x{{ end }}',
    "templates/config.yaml": CONFIG.encode(),
    "templates/workload.yaml": WORKLOAD.encode(),
    "values.yaml": b"name: small\n",
}


def own(files: Files, kube_version: str = KUBE_VERSION) -> OwnLint:
    return own_lint(ENGINE, archive_of("small", files), files, kube_version)


def helms(files: Files, kube_version: str = KUBE_VERSION) -> list[LintMessage] | str:
    try:
        messages = ENGINE.lint(archive_of("small", files), "{}\n", kube_version)
    except RenderError as error:
        return str(error)
    return [message for message in messages if message.severity != "info"]


def changed(path: str, old: str, new: str) -> Files:
    text = SMALL[path].decode()
    assert old in text
    return {**SMALL, path: text.replace(old, new).encode()}


def chart(old: str, new: str) -> Files:
    return changed("Chart.yaml", old, new)


def named(name: str, kind: str = "ConfigMap", api: str = "v1") -> Files:
    text = CONFIG.replace("ConfigMap", kind).replace("v1", api)
    return {**SMALL, "values.yaml": f"name: {json.dumps(name)}\n".encode(), "templates/config.yaml": text.encode()}


def template(text: str, path: str = "templates/more.yaml") -> Files:
    return {**SMALL, path: text.encode()}


LIST = "apiVersion: v1\nkind: List\nmetadata: {name: x}\nitems:\n- metadata: {annotations: {%s: keep}}\n"
#: What helm lint refuses.
MUTANTS: dict[str, Files] = {
    "no name": chart("name: small\nversion", "version"),
    "name is a path": chart("name: small\nversion", "name: a/small\nversion"),
    "no apiVersion": chart("apiVersion: v2\n", ""),
    "another apiVersion": chart("apiVersion: v2", "apiVersion: v3"),
    "type in v1": chart("apiVersion: v2", "apiVersion: v1"),
    "no version": chart("version: 1.0.0\nappV", "appV"),
    "version is no version": chart("version: 1.0.0\n", "version: one\n"),
    "version is not strict": chart("version: 1.0.0\n", "version: v1.0\n"),
    "version is lowest": chart("version: 1.0.0\n", "version: 0.0.0-0\n"),
    "version is a number": chart("version: 1.0.0\n", "version: 1.1\n"),
    "appVersion is a number": chart('appVersion: "1"', "appVersion: 1.5"),
    "unknown field": chart("description:", "descriptions:"),
    "maintainer without name": chart("name: ordering\n    email", "email"),
    "maintainer's mail": chart("ordering@example.com", "ordering"),
    "maintainer's address": chart("email: ordering@example.com", "url: nowhere at all"),
    "source": chart("type:", "sources: [nowhere]\ntype:"),
    "icon": chart("type:", "icon: nowhere\ntype:"),
    "another type": chart("type: application", "type: thing"),
    "not parsed": chart("type:", "type: ["),
    "twice": chart("type: application", "type: application\ntype: application"),
    "dependency that is not there": chart("type:", "dependencies: [{name: x, version: 1.0.0}]\ntype:"),
    "wrong type": chart("description: Small.", "description: {a: b}"),
    "extension": template("a: b\n", "templates/more.json"),
    "indent": template("  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: x}\n"),
    "not YAML": template("a: [\n"),
    "not an object": template("just text\n"),
    "kind is a list": template("apiVersion: v1\nkind: []\nmetadata: {name: x}\n"),
    "no object's name": template("apiVersion: v1\nkind: ConfigMap\n"),
    "object's name is empty": template("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: }\n"),
    "second document": template("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: X}\n"),
    "name in other case": template("apiVersion: v1\nkind: ConfigMap\nmetadata: {NAME: X_}\n"),
    "upper case": named("Small"),
    "underscore": named("a_b"),
    "too long": named("a" * 254),
    "dot at the end": named("a."),
    "service with a digit": named("1a", "Service"),
    "service with a dot": named("a.b", "Service"),
    "long service": named("a" * 64, "Service"),
    "namespace with a dot": named("a.b", "Namespace"),
    "role is a path": named("a/b", "Role", "rbac.authorization.k8s.io/v1"),
    "role is a dot": named("..", "Role", "rbac.authorization.k8s.io/v1"),
    "role in percent": named("a%b", "RoleBinding", "rbac.authorization.k8s.io/v1"),
    "no selector": changed("templates/workload.yaml", "matchLabels: {app: small}", "{}"),
    "list": template(LIST % "helm.sh/resource-policy"),
    "deprecated": named("small", "Ingress", "extensions/v1beta1"),
    "does not render": template("{{ index (list) 3 }}"),
    "does not parse": template("{{ iff }}"),
    "schema": {**SMALL, "values.schema.json": b'{"properties": {"name": {"type": "integer"}}}'},
    "no schema": {**SMALL, "values.schema.json": b'{"type": "thing"}'},
    "values": {**SMALL, "values.yaml": b"name: [\n"},
    "CRD": {**SMALL, "crds/x.yaml": b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"},
    "inner chart": {**SMALL, "charts/x/Chart.yaml": b"apiVersion: v2\nname: x\nversion: 1.0.0\n"},
    "version in capabilities": template(
        '{{ if eq .Capabilities.KubeVersion.Version "v1.32.0" }}a: [{{ end }}', "templates/more.yaml"
    ),
}
#: What helm lint accepts, and the rules are sure of it.
FINE: dict[str, Files] = {
    "as it is": SMALL,
    "name with dots": named("a.b-c.d"),
    "role with a colon": named("system:a", "ClusterRole", "rbac.authorization.k8s.io/v1"),
    "request of any name": named("A b", "CertificateSigningRequest", "certificates.k8s.io/v1"),
    "service": named("a-1", "Service"),
    "unknown kind": named("small", "Thing", "example.com/v1"),
    "nothing rendered": template("{{ if false }}a: [{{ end }}"),
    "comment": template("# nothing\n"),
    "two documents": template(f"---\n{WORKLOAD}---\n{WORKLOAD}"),
    "list": template(LIST % "other"),
    "old version": chart("version: 1.0.0\n", "version: 0.0.1-rc.1+b.2\n"),
    "addresses": chart("type:", "sources: ['https://example.com/a/b']\nicon: https://example.com/i.png\ntype:"),
    "schema": {**SMALL, "values.schema.json": b'{"properties": {"name": {"type": "string"}}}'},
}


@pytest.mark.parametrize("name", MUTANTS)
def test_what_helm_lint_refuses_no_rule_lets_pass(name: str) -> None:
    assert (helms(MUTANTS[name]) != [], own(MUTANTS[name]).faults != ()) == (True, True)


@pytest.mark.parametrize("name", FINE)
def test_what_helm_lint_accepts(name: str) -> None:
    assert (helms(FINE[name]), own(FINE[name]).faults) == ([], ())


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_both_accept_every_golden(case: Case) -> None:
    files = golden_chart(case.name)
    assert (helms(files), own(files).faults) == ([], ())


@pytest.mark.parametrize("kube_version", ["1.25", "1.32", "1.35"])
def test_an_api_that_helm_knows_as_given_up_is_so_to_the_rules(kube_version: str) -> None:
    for api, kind, *_ in _TABLE:
        kinds = ["Deployment", "PriorityLevelConfiguration", "Role"] if kind == _ANY else [kind]
        for each in kinds:
            files = {**SMALL, "templates/workload.yaml": named("a-1", each, api)["templates/config.yaml"]}
            if helms(files, kube_version):
                assert own(files, kube_version).faults, (api, each)


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return build_agent(settings_in(tmp_path_factory.mktemp("lint"), helm_lint="always"))


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(bundle=bundles())
def test_both_accept_the_chart_of_any_bundle(agent: Agent, bundle: dict[str, Any]) -> None:
    result = agent.runner.generate(request_of(read_bundles(json.dumps(bundle).encode(), "bundle")[0], None))
    assert (result.status, result.helm_lint) == ("generated", "run"), result.problems
    assert result.artifacts is not None
    (folder,) = {
        "/".join(file.path.split("/")[:2]) for file in result.artifacts.files if file.path.endswith("Chart.yaml")
    }
    found = result.artifacts.under(f"{folder}/")
    assert own({file.path.removeprefix(f"{folder}/"): file.content for file in found}).faults == ()


@dataclass
class Linting:
    """An agent in a process of its own, and the charts that helm lint looked at."""

    agent: Agent
    linted: list[bytes] = field(default_factory=list)

    def generate(self, *assignments: str) -> GenerationResult:
        case = next(case for case in SUCCESSES if case.name == "minimal")
        return self.agent.runner.generate(request_of(read_case(case, *assignments), None))


@pytest.fixture
def linting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Linting]:
    def make(**changes: Any) -> Linting:
        found = Linting(build_agent(settings_in(tmp_path / "state", **changes)))
        lint = NativeHelmEngine.lint

        def counted(engine: NativeHelmEngine, archive: bytes, values_yaml: str, kube_version: str) -> list[LintMessage]:
            found.linted.append(archive)
            return lint(engine, archive, values_yaml, kube_version)

        monkeypatch.setattr(NativeHelmEngine, "lint", counted)
        return found

    return make


OTHERS = [("component.name=Pong",), ("component.container_image=acme/ping:2.0.0", "trace_id=trace-2")]


def test_helm_lints_a_skeleton_once(linting: Callable[..., Linting]) -> None:
    once, results = linting(helm_lint="once"), []
    for assignments in ((), *OTHERS, ()):
        results.append(once.generate(*assignments))
    assert [result.status for result in results] == ["generated"] * 4
    assert [result.helm_lint for result in results] == ["run", "same-skeleton", "same-skeleton", "same-skeleton"]
    assert len(once.linted) == 1
    assert results[0].artifacts == results[3].artifacts
    assert results[0].report == results[3].report


@pytest.mark.parametrize(
    "assignment",
    [
        "environments.dev.enable_ingress=true",
        "component.type=worker",
        "component.type=stateful-service",
    ],
)
def test_another_skeleton_is_linted(assignment: str, linting: Callable[..., Linting]) -> None:
    once = linting(helm_lint="once")
    results = [once.generate(), once.generate(assignment)]
    assert [result.helm_lint for result in results] == ["run", "run"]
    assert len(once.linted) == 2


def test_helm_lints_each_chart_if_asked_to(linting: Callable[..., Linting]) -> None:
    always = linting(helm_lint="always")
    results = [always.generate(), always.generate()]
    assert [result.helm_lint for result in results] == ["run", "run"]
    assert len(always.linted) == 2


def test_what_a_skeleton_is_made_of() -> None:
    kinds = own(SMALL).kinds
    first = skeleton_of(SMALL, kinds, "Helm 4", "1.32")
    other_name = {path: content.replace(b"small", b"large") for path, content in SMALL.items()}
    same = [
        {**SMALL, "values.yaml": b"name: other\n", "values-dev.yaml": b"name: x\n", "README.md": b"x\n"},
        chart("version: 1.0.0\n", "version: 2.0.0\n"),
        chart("  - name: ordering\n", "  - name: other\n    email: a@example.com\n  - name: ordering\n"),
        {**other_name, "templates/workload.yaml": SMALL["templates/workload.yaml"]},
    ]
    assert {skeleton_of(files, kinds, "Helm 4", "1.32") for files in same} == {first}
    others = [
        {**SMALL, "values.schema.json": b"{}"},
        {**SMALL, "templates/NOTES.txt": b"x"},
        chart('appVersion: "1"\n', ""),
        chart("    email: ordering@example.com\n", ""),
        changed("templates/config.yaml", "name: {{ .Values.name }}", "name: {{ .Values.other }}"),
        changed("templates/workload.yaml", "name: small", "name: large"),
    ]
    found = [skeleton_of(files, kinds, "Helm 4", "1.32") for files in others]
    found += [skeleton_of(SMALL, kinds | {("v1", "Secret")}, "Helm 4", "1.32")]
    found += [skeleton_of(SMALL, kinds, "Helm 3", "1.32"), skeleton_of(SMALL, kinds, "Helm 4", "1.33"), first]
    assert len(set(found)) == len(found)


def test_a_process_that_sees_one_chart_runs_no_rules_beside_helm(
    linting: Callable[..., Linting], monkeypatch: pytest.MonkeyPatch
) -> None:
    once, looked = linting(helm_lint="once"), list[str]()
    own_rules = verdict.own_lint
    monkeypatch.setattr(verdict, "own_lint", lambda *given: looked.append(given[-1]) or own_rules(*given))
    once.generate()
    assert looked == []
    once.generate(*OTHERS[0])
    assert looked == ["1.32", "1.32"]
    assert len(once.linted) == 1


def test_a_process_that_lives_on_forgets_the_oldest() -> None:
    memory = LintMemory()
    for number in range(5000):
        memory.keep(str(number))
        memory.note(str(number), "run")
    assert [memory.accepts(name) for name in ("0", "4999")] == [False, True]
    assert [memory.done_for(name) for name in ("0", "4999")] == [None, "run"]
