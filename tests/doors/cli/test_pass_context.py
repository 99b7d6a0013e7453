"""`generate --pass-context`: what another agent goes on from."""

import json
from collections.abc import Callable
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.doors.cli.conftest import Outcome
from tests.support.generation import APPLICATION, EXAMPLES, ROOT, SHOP

Program = Callable[..., Outcome]
ORDER = str(EXAMPLES / "order-service.yaml")
VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs" / "context.schema.json").read_text()))


def test_the_context_of_a_run_has_the_names_of_the_specification(program: Program, workspace: Path) -> None:
    done = program("generate", ORDER, "-o", "out", "--pass-context", "to/context.json", "--json")
    passed = json.loads(Path("to/context.json").read_text())
    VALIDATOR.validate(passed)
    (context,) = passed["contexts"]
    assert (context["trace_id"], context["execution_id"]) == ("trace-ord-8128", "exec-8128-xyz")
    assert context["template_id"] == "helm-microservice-template-v3"
    assert context["component_context"]["namespace"] == "cs-acme-orderservice"
    overlays = context["merged_overlay_config"]
    assert (list(overlays), overlays["prod"]["settings"]["replicas"]) == (["dev", "staging", "prod"], 4)
    assert overlays["prod"]["origins"]["replicas"] == "environment prod"
    artifacts, index = context["generated_artifacts"], json.loads(Path("out/artifacts.json").read_text())
    assert (artifacts["place"], artifacts["digest"]) == ("out", index["digest"])
    assert {file["path"] for file in artifacts["files"]} <= {file["path"] for file in index["artifacts"]}
    assert done.code == 0


def test_it_is_written_again_when_nothing_has_changed(program: Program, workspace: Path) -> None:
    for _ in range(2):
        assert program("generate", ORDER, "-o", "out", "--pass-context", "context.json").code == 0
        assert len(json.loads(Path("context.json").read_text())["contexts"]) == 1


def test_of_several_runs_each_that_passed_is_in_it(program: Program, workspace: Path) -> None:
    assert program("generate", str(APPLICATION), "-o", "out", "--pass-context", "context.json").code == 0
    passed = json.loads(Path("context.json").read_text())
    assert [one["component_context"]["slug"] for one in passed["contexts"]] == list(SHOP)


def test_a_run_that_is_blocked_passes_nothing_on(program: Program, workspace: Path) -> None:
    blocked = program(
        "generate",
        ORDER,
        "-o",
        "out",
        "--pass-context",
        "context.json",
        "--set",
        "component.container_image=acme/a:latest",
    )
    assert blocked.code == 1
    assert json.loads(Path("context.json").read_text())["contexts"] == []


def test_a_file_that_cannot_be_written_is_an_outside_failure(program: Program, workspace: Path) -> None:
    Path("context.json").mkdir()
    done = program("generate", ORDER, "-o", "out", "--pass-context", "context.json")
    assert (done.code, "file-unwritable" in done.err, Path("out/artifacts.json").is_file()) == (3, True, True)
