"""What is written, and that the gate looks at all of it whatever is written."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.model.run.artifacts import Artifact, ArtifactSet
from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_generate import files_in
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
CHOICES = [
    ([], {"charts", "manifests"}),
    (["chart=false"], {"manifests"}),
    (["manifests=false"], {"charts"}),
    (["kustomize=true"], {"charts", "manifests", "kustomize"}),
    (["chart=false", "manifests=false", "kustomize=true"], {"kustomize"}),
    (["config_only=true"], {"charts"}),
]
FLAGS = {
    "chart=false": ["--without", "chart"],
    "manifests=false": ["--without", "manifests"],
    "kustomize=true": ["--with", "kustomize"],
    "config_only=true": ["--config-only"],
}
OLDER_FLAGS = {
    "chart=false": ["--no-chart"],
    "manifests=false": ["--no-manifests"],
    "kustomize=true": ["--kustomize"],
    "config_only=true": ["--config-only"],
}
#: Where a choice is made, and how it is written there.
DOORS: dict[str, Callable[[str], list[str]]] = {
    "flags": FLAGS.__getitem__,
    "older flags": OLDER_FLAGS.__getitem__,
    "bundle": lambda choice: ["--set", f"output.{choice}"],
}


def folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir()}


@pytest.mark.parametrize(("said", "expected"), CHOICES, ids=[" ".join(said) or "none" for said, _ in CHOICES])
@pytest.mark.parametrize("door", DOORS)
def test_only_what_is_chosen_is_written(
    said: list[str], expected: set[str], door: str, program: Program, workspace: Path
) -> None:
    outcome = program("generate", MINIMAL, *(argument for choice in said for argument in DOORS[door](choice)))
    assert outcome.code == 0, outcome.err
    assert folders(workspace / "out") == expected
    report = json.loads((workspace / "out" / "report.json").read_text())
    statuses = {check["code"]: check["status"] for check in report["checks"]}
    assert statuses["render-equality"] == statuses["helm-lint"] == statuses["schema"] == "passed"
    assert statuses["kustomize-equality"] == ("passed" if "kustomize" in expected else "skipped")
    saved = [
        Artifact(path=path, content=content)
        for path, content in files_in(workspace / "out").items()
        if path.startswith(("charts/", "manifests/", "kustomize/"))
    ]
    assert report["digest"] == ArtifactSet(files=saved).digest
    assert report["digest"] == json.loads((workspace / "out" / "artifacts.json").read_text())["digest"]


@pytest.mark.parametrize("flag", ["--no-manifests", "--no-chart"])
def test_what_is_not_written_still_blocks(flag: str, program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL, flag, "--set", "component.container_image=acme/ping:latest")
    assert outcome.code == 1
    assert "error image-tag  --set component.container_image=" in outcome.err
    assert not (workspace / "out").exists()


@pytest.mark.parametrize("command", ["generate", "diff"])
def test_older_flags_say_how_they_are_written_now(command: str, program: Program) -> None:
    older = ["--kustomize", "--no-chart", "--no-manifests"]
    hints = [f"{flag}: use {' '.join(FLAGS[choice])}" for choice, (flag,) in OLDER_FLAGS.items() if flag in older]
    said = program(command, MINIMAL, *older).err.splitlines()
    assert [line for line in said if ": use --" in line] == [hints[2], hints[0], hints[1]]
    assert not any(flag in program(command, "--help").out for flag in older)
    assert ": use --" not in program("generate", MINIMAL, *older, "--quiet").err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--only", "kustomize"], {"kustomize"}),
        (["--only", "manifests", "--with", "kustomize"], {"manifests", "kustomize"}),
        (["--only", "chart", "--only", "manifests", "--set", "output.kustomize=true"], {"charts", "manifests"}),
    ],
    ids=["one", "with another", "over the bundle"],
)
def test_only_leaves_the_others_out(
    arguments: list[str], expected: set[str], program: Program, workspace: Path
) -> None:
    outcome = program("generate", MINIMAL, *arguments)
    assert outcome.code == 0, outcome.err
    assert folders(workspace / "out") == expected


@pytest.mark.parametrize("command", ["generate", "diff"])
def test_wrong_names_of_parts_are_told_together(command: str, program: Program, workspace: Path) -> None:
    outcome = program(command, MINIMAL, "--with", "kustomise", "--without", "charts", "--only", "x")
    assert outcome.code == 2
    assert outcome.err == (
        "error unknown-part  --with\n  'kustomise' is no part of the output\n  mend: Did you mean kustomize?\n"
        "error unknown-part  --without\n  'charts' is no part of the output\n  mend: Did you mean chart?\n"
        "error unknown-part  --only\n  'x' is no part of the output\n"
        "  mend: The parts are chart, manifests, kustomize, pipelines, gitops, bicep, terraform, pulumi.\n"
    )
    assert not (workspace / "out").exists()


def test_a_list_of_parts_is_told_how_each_is_said(program: Program) -> None:
    outcome = program("generate", MINIMAL, "--with", "kustomize, pipelines")
    assert outcome.code == 2
    assert outcome.err == (
        "error unknown-part  --with\n  'kustomize, pipelines' is no part of the output\n"
        "  mend: Say each by itself: --with kustomize --with pipelines.\n"
    )


def test_a_part_cannot_be_wanted_and_not_wanted(program: Program) -> None:
    outcome = program("generate", MINIMAL, "--with", "kustomize", "--only", "chart", "--without", "kustomize")
    assert outcome.code == 2
    assert outcome.err == (
        "error output-conflict  --without\n  kustomize would be written and not written\n"
        "  mend: Name it in --with or --only, or in --without.\n"
    )


def test_flags_win_over_the_bundle(program: Program, workspace: Path) -> None:
    settings = ["--set", "output.kustomize=false", "--set", "output.chart=true"]
    assert program("generate", MINIMAL, *settings, "--with", "kustomize", "--without", "chart").code == 0
    assert folders(workspace / "out") == {"manifests", "kustomize"}


def test_a_part_that_is_no_longer_wanted_goes(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL, "--with", "kustomize")
    outcome = program("diff", MINIMAL, "--with", "kustomize")
    assert (outcome.code, outcome.out) == (0, "")
    changes = json.loads(program("diff", MINIMAL, "--without", "chart", "--json").out)["files"]
    assert {(change["path"].split("/")[0], change["kind"]) for change in changes} == {
        ("charts", "removed"),
        ("kustomize", "removed"),
    }
    assert program("generate", MINIMAL, "--without", "chart").code == 0
    assert folders(workspace / "out") == {"manifests"}


def test_events_announce_only_what_is_there(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL, "--without", "chart")
    events = [json.loads(line) for line in (workspace / "out" / "events.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events] == [
        "TraceLinkValidated",
        "InfrastructureGenerated",
        "ManifestPublished",
    ]
    assert "chart_path" not in events[1]
    program("generate", MINIMAL, "--without", "manifests")
    events = [json.loads(line) for line in (workspace / "out" / "events.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events][-2:] == ["InfrastructureGenerated", "HelmChartReady"]
    assert events[-2]["files"] == []


def test_nothing_at_all_cannot_be_chosen(program: Program, workspace: Path) -> None:
    for command in ("generate", "diff"):
        outcome = program(command, MINIMAL, "--without", "chart", "--without", "manifests")
        assert outcome.code == 2
        assert "output-empty" in outcome.err
        assert "Switch one of output.chart" in outcome.err
    assert program("plan", MINIMAL, "--set", "output.chart=false", "--set", "output.manifests=false").code == 2
    assert not (workspace / "out").exists()


def test_a_wrong_key_of_the_choice_is_named(program: Program) -> None:
    outcome = program("generate", MINIMAL, "--set", "output.kustomise=true")
    assert outcome.code == 2
    assert "kustomize" in outcome.err


def test_the_plan_has_the_step_only_when_asked(program: Program) -> None:
    step = "kustomize_builder.build"
    without, with_it = (
        json.loads(program("plan", MINIMAL, *more, "--json").out) for more in ([], ["--set", "output.kustomize=true"])
    )
    assert step not in [planned["name"] for planned in without["steps"]]
    assert without["reasons"][step] == "left out: output.kustomize is off"
    assert step in [planned["name"] for planned in with_it["steps"]]


def test_validating_an_output_folder_leaves_the_parts_of_objects_out(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL, "--with", "kustomize", "--env", "dev", "--env", "prod")
    plain = program("validate", "out/manifests", "--json")
    outcome = program("validate", "out", "--json")
    assert (outcome.code, plain.code) == (0, 0), outcome.out


def test_configuration_alone_is_values_and_config_maps(program: Program, workspace: Path) -> None:
    order = str(EXAMPLES / "order-service.yaml")
    config = ["--set", "component.config={A: b}"]
    assert program("generate", order, *config, "--config-only", "--env", "dev").code == 0
    written = {path for path in files_in(workspace / "out") if "/" in path}
    values = {f"charts/orderservice/{name}" for name in ("values.yaml", "values-dev.yaml", "values.schema.json")}
    maps = {"manifests/dev/configmap.yaml", "manifests/dev/otel-configmap.yaml"}
    assert written == values | maps
    events = [json.loads(line)["event"] for line in (workspace / "out" / "events.jsonl").read_text().splitlines()]
    assert "HelmChartReady" not in events
    assert program("generate", order, *config, "--config-only", "--without", "chart", "--env", "dev").code == 0
    assert {path for path in files_in(workspace / "out") if "/" in path} == maps
    assert program("generate", order, *config, "--config-only", "--without", "manifests", "--env", "dev").code == 0
    assert {path for path in files_in(workspace / "out") if "/" in path} == values


def test_configuration_alone_needs_some(program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL, "--config-only", "--without", "chart")
    assert outcome.code == 2
    assert "output-empty" in outcome.err
    outcome = program("generate", MINIMAL, "--config-only", "--with", "kustomize")
    assert outcome.code == 2
    assert "output-conflict" in outcome.err
    assert not (workspace / "out").exists()
