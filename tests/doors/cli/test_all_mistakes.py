"""A file with five mistakes is mended after one run, whichever command looks at it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.generation import EXAMPLES

Program = Callable[..., Any]
BUNDLE = """\
trace_id: trace-case-1
blueprint_id: usecase-case
component_scope: Order
component:
  name: Orders
  type: microservice
  transport: http
  container_image: registry.example.com/team/orders:latest
  port: 8080
  env: [{name: DB_PASSWORD, value: "Tr0ub4dor-and-3"}]
  autoscale: {minReplicas: 5, maxReplicas: 2}
template_id: helm-microservice-template-v9
environments: {prod: {enable_hpa: true}}
"""
PLACES = {
    "unknown-key": (9, 3),
    "image-tag": (8, 20),
    "literal-secret": (10, 36),
    "autoscale-bounds": (11, 28),
    "template-unknown": (12, 14),
}


@pytest.mark.parametrize("command", ["generate", "validate"])
def test_all_five_are_told_at_their_lines(program: Program, workspace: Path, tmp_path: Path, command: str) -> None:
    (workspace / "orders.yaml").write_text(BUNDLE)
    outcome = program(command, "orders.yaml", "--json")
    assert outcome.code == 2
    problems = json.loads(outcome.out)["problems"]
    assert {problem["code"]: (problem["line"], problem["column"]) for problem in problems} == PLACES
    assert [problem["line"] for problem in problems] == sorted(problem["line"] for problem in problems)
    assert "Tr0ub4dor" not in outcome.out + outcome.err
    assert not (workspace / "out").exists()


@pytest.mark.parametrize("written", [BUNDLE, "foo: 1\n", BUNDLE.replace("type:", "tpye:"), BUNDLE + "tenant: a b\n"])
def test_every_command_says_the_same_of_a_bundle(program: Program, workspace: Path, written: str) -> None:
    (workspace / "orders.yaml").write_text(written)
    (told, *others) = [program(name, "orders.yaml") for name in ("generate", "plan", "explain", "diff")]
    assert told.err
    assert {(other.code, other.out, other.err) for other in others} == {(2, "", told.err)}


def test_a_bundle_with_mistakes_of_its_yaml_is_one_to_validate_too(program: Program, workspace: Path) -> None:
    twice = BUNDLE.replace("  name: Orders\n", "  name: Orders\n  type: worker\n  replicas: !x 3\n")
    (workspace / "orders.yaml").write_text(twice)
    told = {name: program(name, "orders.yaml") for name in ("generate", "validate")}
    assert told["generate"].err == told["validate"].err
    lines = twice.splitlines()
    for code, (line, column) in PLACES.items():
        assert f"error {code}  orders.yaml:{line + 2}:{column}" in told["generate"].err
    assert f"error duplicate-key  orders.yaml:{lines.index('  type: microservice') + 1}:3" in told["generate"].err
    assert "error yaml-tag  orders.yaml:7:13" in told["generate"].err


def test_a_mark_stands_under_each_value_but_under_no_secret(program: Program, workspace: Path) -> None:
    (workspace / "orders.yaml").write_text(BUNDLE)
    told = program("generate", "orders.yaml").err
    assert "  9 |   port: 8080\n    |   ^^^^\n" in told
    assert "  11 |   autoscale: {minReplicas: 5, maxReplicas: 2}\n     |                            ^\n" in told
    image = "registry.example.com/team/orders:latest"
    assert f"  8 |   container_image: {image}\n    |                    {'^' * len(image)}\n" in told
    assert "10 |" not in told


def test_the_line_of_the_layer_that_gives_a_value_is_told(program: Program, workspace: Path) -> None:
    bundle = BUNDLE.replace(":latest", ":1.2.3").replace("  port: 8080\n", "").replace("template_id", "# ")
    lines = [line for line in bundle.splitlines() if not line.startswith(("  env", "  autoscale", "environments"))]
    lines += ["environments:", "  dev:", "    replicas: 40", "tenants: {acme: {environments: {dev: {replicas: 50}}}}"]
    (workspace / "orders.yaml").write_text("\n".join(lines))
    (finding,) = _errors(program("generate", "orders.yaml", "--dry-run", "--json"))
    number = lines.index("    replicas: 40") + 1
    assert finding["cause"] == {
        "file": "orders.yaml",
        "line": number,
        "column": 15,
        "path": "environments.dev.replicas",
    }
    (finding,) = _errors(program("generate", "orders.yaml", "--dry-run", "--json", "--set", "tenant=acme"))
    assert finding["cause"]["path"] == "tenants.acme.environments.dev.replicas"
    assert finding["cause"]["line"] == number + 1
    changed = "environments.dev.replicas=60"
    (finding,) = _errors(program("generate", "orders.yaml", "--dry-run", "--json", "--set", changed))
    assert finding["cause"]["given_by"] == f"--set {changed}"
    sarif = json.loads(program("validate", "orders.yaml", "--format", "sarif").out)
    (result,) = [one for one in sarif["runs"][0]["results"] if one["level"] == "error"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "orders.yaml"},
        "region": {"startLine": number, "startColumn": 15},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "dev Deployment/orders spec.replicas"}]


def _errors(outcome: Any) -> list[dict[str, Any]]:
    findings = json.loads(outcome.out)["findings"]
    return [finding for finding in findings if finding["severity"] == "error"]


@pytest.mark.parametrize(
    "written",
    [
        "  env: [{name: DB_PASSWORD, vlue: Tr0ub4dor, more: 1}]\n",
        "  env:\n  - name: DB_PASSWORD\n    vaule: Tr0ub4dor\n",
        "  env:\n  - vaule: Tr0ub4dor\n    name: DB_PASSWORD\n",
        "  env: [{nam: DB_PASSWORD, value: Tr0ub4dor}]\n",
        "  pasword: Tr0ub4dor\n",
        "  passwrd: Tr0ub4dor\n",
    ],
)
def test_no_line_shows_a_secret_under_a_misspelt_key(program: Program, workspace: Path, written: str) -> None:
    (workspace / "bundle.yaml").write_text((EXAMPLES / "minimal.yaml").read_text() + written)
    outcome = program("generate", "bundle.yaml")
    assert "unknown-key" in outcome.err
    assert "Tr0ub4dor" not in outcome.err + outcome.out


def test_lines_of_standard_input_are_shown_but_for_secrets(program: Program, stdin: Callable[[bytes], None]) -> None:
    stdin(BUNDLE.encode())
    told = program("generate", "-", "--dry-run").err
    assert "error unknown-key  <stdin>:9:3 component.port\n  9 |   port: 8080\n    |   ^^^^\n" in told
    assert "10 |" not in told
    assert "Tr0ub4dor" not in told
    stdin(BUNDLE.encode())
    sarif = json.loads(program("validate", "-", "--format", "sarif").out)
    places = [place["physicalLocation"] for result in sarif["runs"][0]["results"] for place in result["locations"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"stdin"}
    assert {"startLine": 9, "startColumn": 3} in [place["region"] for place in places]


def test_each_wrong_assignment_is_told_and_what_an_assignment_brings_about_names_it(
    program: Program, workspace: Path
) -> None:
    (workspace / "ping.yaml").write_text((EXAMPLES / "minimal.yaml").read_text())
    changes = {
        "nothing": "wrong-assignment",
        "component.name.x=1": "wrong-assignment",
        "component.colour=red": "unknown-key",
        "component.revision_history_limit=many": "wrong-type",
        "component.autoscale={minReplicas: 5, maxReplicas: 2}": "autoscale-bounds",
        "component.startup_probe={tcpSocket: {port: admin}}": "probe-port",
    }
    for command in ("generate", "validate", "plan", "explain", "diff"):
        told = program(command, "ping.yaml", *(part for change in changes for part in ("--set", change))).err
        heads = [line.split("  ", 1) for line in told.splitlines() if line.startswith("error ")]
        assert sorted(head for head, _ in heads) == sorted(f"error {code}" for code in changes.values())
        for change, code in changes.items():
            assert any(head == f"error {code}" and place.startswith(f"--set {change}") for head, place in heads)


def test_names_that_clash_hide_nothing_and_are_not_hidden(program: Program, workspace: Path) -> None:
    sound = (EXAMPLES / "minimal.yaml").read_text()
    name = next(line for line in sound.splitlines() if line.startswith("  name: "))
    folder = workspace / "folder"
    folder.mkdir()
    (folder / "a.yaml").write_text(sound)
    (folder / "b.yaml").write_text(sound.replace(name, name.upper().replace("NAME", "name")))
    (folder / "c.yaml").write_text(sound.replace(name, "  name: Other") + "  colour: blue\n")
    line = sound.splitlines().index(name) + 1
    for command in ("generate", "validate"):
        told = program(command, "folder").err
        assert f"error name-collision  folder/b.yaml:{line}:9 component.name\n" in told
        assert "error unknown-key  folder/c.yaml" in told


def test_what_is_wrong_with_the_output_has_no_place_in_the_bundle(program: Program, workspace: Path) -> None:
    (workspace / "ping.yaml").write_text((EXAMPLES / "minimal.yaml").read_text())
    (workspace / "file").write_text("mine")
    told = program("generate", "ping.yaml", "-o", "file/x").err
    assert "ping.yaml" not in told
    told = program("generate", "ping.yaml", "--without", "chart", "--without", "manifests").err
    assert "error output-empty  --without\n  no part" in told


def test_an_open_quote_is_marked_where_it_begins(program: Program, workspace: Path) -> None:
    (workspace / "open.yaml").write_text('component:\n  name: "Orders\n  type: microservice\n')
    told = program("generate", "open.yaml").err
    assert 'error yaml-syntax  open.yaml:2:9\n  2 |   name: "Orders\n    |         ^^^^^^^\n' in told
