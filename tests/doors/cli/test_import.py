import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
SAID = ("--trace-id", "trace-1", "--blueprint-id", "usecase-1", "--scope", "Order")
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: %s}
spec:
  replicas: 1
  selector: {matchLabels: {app: %s}}
  template:
    metadata: {labels: {app: %s}}
    spec:
      containers:
        - name: main
          image: example.org/app:1.0.0
          env: [{name: DB_PASSWORD, value: hunter-the-2nd}]
"""
OBJECT_WITH_VALUES = """\
---
apiVersion: v1
kind: Secret
metadata: {name: credentials}
stringData: {password: correct-horse-battery}
"""


def deployment(name: str) -> str:
    return DEPLOYMENT % (name, name, name)


def test_one_workload_goes_to_stdout_and_compiles(program: Program, workspace: Path) -> None:
    (workspace / "web.yaml").write_text(deployment("web"))
    outcome = program("import", "web.yaml", *SAID, "--team", "web", "--tenant", "acme", "--env", "dev")
    assert outcome.code == 0
    bundle = yaml.safe_load(outcome.out)
    assert (bundle["trace_id"], bundle["tenant"], bundle["environments"]) == ("trace-1", "acme", {"dev": {}})
    (workspace / "bundle.yaml").write_text(outcome.out)
    assert program("explain", "bundle.yaml").code == 0


def test_what_manifests_do_not_say_is_left_to_be_filled_in(program: Program, workspace: Path) -> None:
    (workspace / "web.yaml").write_text(deployment("web"))
    outcome = program("import", "web.yaml")
    assert "# Fill in; the input does not say it, and it is never made up:\n# trace_id:\n" in outcome.out
    assert "fill in trace_id, blueprint_id, component_scope" in outcome.err
    (workspace / "bundle.yaml").write_text(outcome.out)
    assert program("generate", "bundle.yaml").code == 2


def test_values_of_secrets_appear_nowhere(program: Program, workspace: Path) -> None:
    pod = '          envFrom: [{secretRef: {name: credentials}}]\n          args: ["--token", "ab12cd34ef56gh78"]\n'
    (workspace / "web.yaml").write_text(deployment("web") + pod + OBJECT_WITH_VALUES)
    for flags in ((), ("--json",)):
        outcome = program("import", "web.yaml", *SAID, *flags)
        assert outcome.code == 0
        for value in ("hunter-the-2nd", "correct-horse-battery", "ab12cd34ef56gh78"):
            assert value not in outcome.out + outcome.err
    (result,) = json.loads(outcome.out)
    found = {(entry["code"], entry["object"], entry.get("path")) for entry in result["not_carried"]}
    found = {entry for entry in found if entry[0] != "platform-decides"}
    container = "spec.template.spec.containers[0]"
    assert found == {
        ("secret-data", "Secret/credentials", "data"),
        ("literal-secret", "Deployment/web", f"{container}.env[0]"),
        ("literal-secret", "Deployment/web", f"{container}.args"),
    }
    component = yaml.safe_load(result["bundle"])["component"]
    assert component["args"] == ["--token", "$(TOKEN)"]
    assert {variable["name"]: variable["valueFrom"]["secretKeyRef"] for variable in component["env"]} == {
        "TOKEN": {"name": "web-secrets", "key": "TOKEN"},
        "DB_PASSWORD": {"name": "web-secrets", "key": "DB_PASSWORD"},
    }


def test_several_workloads_become_documents_or_files(program: Program, workspace: Path) -> None:
    (workspace / "in").mkdir()
    for name in ("one", "two"):
        (workspace / "in" / f"{name}.yaml").write_text(deployment(name))
    outcome = program("import", "in", *SAID)
    assert [document["component"]["name"] for document in yaml.safe_load_all(outcome.out)] == ["one", "two"]
    assert program("import", "in", "-o", "out", *SAID).out == "one: out/one.yaml\ntwo: out/two.yaml\n"
    again = program("import", "in", "-o", "out", *SAID)
    assert (again.code, again.err.count("file-exists")) == (2, 2)
    assert program("import", "in", "-o", "out", "--force", *SAID).code == 0


def test_standard_input_and_compose_files(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def given(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    given(deployment("web"))
    assert yaml.safe_load(program("import", "-", *SAID).out)["component"]["name"] == "web"
    given("services: {cache: {image: 'redis:7.2.4', ports: ['6379']}}")
    component = yaml.safe_load(program("import", "-", *SAID).out)["component"]
    assert (component["transport"], component["ports"]) == ("tcp", [{"name": "tcp-6379", "port": 6379}])


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: [1", "yaml-syntax", 1),
        ("kind: Deployment\n", "not-an-object", 1),
        ("component: {name: X}\n", "not-an-object", 1),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n", "missing-key", 1),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "no-workload", 1),
        (deployment("web") + "---\n" + deployment("web"), "object-twice", 15),
        ("services: {}\n", "no-workload", 1),
        ("services: {a: 5}\n", "no-workload", 1),
        ("", "no-workload", None),
    ],
)
def test_mistakes_are_told_with_their_place(
    program: Program, workspace: Path, text: str, code: str, line: int | None
) -> None:
    (workspace / "in.yaml").write_text(text)
    outcome = program("import", "in.yaml", *SAID)
    assert (outcome.code, outcome.out) == (2, "")
    place = f"  in.yaml:{line}" if line is not None else "\n"
    assert f"error {code}{place}" in outcome.err


def test_every_mistake_of_every_file_comes_at_once(program: Program, workspace: Path) -> None:
    (workspace / "a.yaml").write_text("a: [1")
    (workspace / "b.yaml").write_text("kind: Pod\n")
    (workspace / "c.yaml").write_bytes(b"\xff\xfe\x00")
    outcome = program("import", "a.yaml", "b.yaml", "c.yaml", "missing.yaml")
    assert outcome.code == 2
    codes = [line.split()[1] for line in outcome.err.splitlines() if line.startswith("error ")]
    assert sorted(codes) == ["file-missing", "not-an-object", "not-utf8", "yaml-syntax"]
    wrong = program("import", "a.yaml", "--trace-id", "a b", "--env", "No")
    assert (wrong.code, wrong.err.count("error wrong-value")) == (2, 2)


def test_links_out_of_a_folder_and_charts_are_refused(program: Program, workspace: Path) -> None:
    (workspace / "secret.yaml").write_text(deployment("outside"))
    (workspace / "in").mkdir()
    (workspace / "in" / "link.yaml").symlink_to(workspace / "secret.yaml")
    outcome = program("import", "in", *SAID)
    assert outcome.code == 2
    assert "the link leads out of the folder" in outcome.err
    (workspace / "in" / "Chart.yaml").write_text("name: x\n")
    assert "helm template NAME in" in program("import", "in").err


def test_every_workload_has_a_file_of_its_own_whatever_it_is_called(program: Program, workspace: Path) -> None:
    places = [("web", "one"), ("Web", "one"), ("web", "two"), ("web", ""), ("web-2", "one"), ("web-worker-one", "x")]
    named = [
        deployment(name).replace("metadata: {", f"metadata: {{namespace: '{place}', ", 1) for name, place in places
    ]
    (workspace / "in.yaml").write_text("---\n".join(named))
    outcome = program("import", "in.yaml", "-o", "out", *SAID)
    files = sorted(path.name for path in (workspace / "out").iterdir() if path.is_file())
    assert (outcome.code, len(outcome.out.splitlines()), len(files)) == (0, len(places), len(places))
    names = [yaml.safe_load((workspace / "out" / file).read_text())["component"]["name"] for file in files]
    assert sorted(names) == sorted(name for name, _ in places)
    twice = ["web-worker-one-2.yaml", "web-worker-one-3.yaml", "web-worker-one.yaml"]
    assert files == ["web-2.yaml", "web-two.yaml", *twice, "web.yaml"]
