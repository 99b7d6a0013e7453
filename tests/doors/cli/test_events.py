"""Saved and not announced is a state of its own: the files stay, and nobody is told that generating failed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES, ROOT

Program = Callable[..., Outcome]
MINIMAL, ORDER = str(EXAMPLES / "minimal.yaml"), str(EXAMPLES / "order-service.yaml")
SUCCESS = ["TraceLinkValidated", "InfrastructureGenerated", "HelmChartReady", "ManifestPublished"]


def without_reader(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a process whose standard output nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return subprocess.run(
            [sys.executable, "-m", "agent", *arguments],
            stdout=writer,
            stderr=subprocess.PIPE,
            input=given,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=120,
        )
    finally:
        os.close(writer)


def events_in(folder: Path) -> list[str]:
    return [json.loads(line)["event"] for line in (folder / "events.jsonl").read_text().splitlines()]


def test_a_reader_that_went_away_does_not_make_a_saved_run_a_failed_one(workspace: Path, tmp_path: Path) -> None:
    done = without_reader("generate", MINIMAL, "-o", "out", "--events")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "error event-not-written  stdout",
        f"  the events cannot be written there: [Errno 32] Broken pipe; not delivered: {', '.join(SUCCESS)}",
        "  mend: Keep the reader of the events open until the run has ended.",
        "error not-announced",
        "  the files are saved in out, but not everybody who waits for them was told",
        "  mend: Mend what is named above and run `infra-engineer republish out`: the files stay, "
        "and the events come again.",
        "Ping: saved for dev into out (27 written, 0 unchanged, 0 removed), but not announced",
    ]
    assert events_in(workspace / "out") == SUCCESS
    assert (workspace / "out" / "artifacts.json").is_file()
    assert not (tmp_path / "state" / "events.jsonl").exists()


def test_each_run_of_a_batch_is_saved_and_told_so(workspace: Path, tmp_path: Path) -> None:
    latest = "component.container_image=acme/x:latest"
    assert without_reader("generate", MINIMAL, "-o", "all/blocked", "--set", latest, "--events").returncode == 1
    done = without_reader("generate", MINIMAL, ORDER, "-o", "all", "--events")
    assert done.returncode == 3
    assert done.stderr.count("error not-announced") == 2
    assert "Ping: saved for dev into all/ping " in done.stderr
    assert "OrderService: saved for dev, staging, prod into all/orderservice " in done.stderr
    assert events_in(workspace / "all" / "ping") == SUCCESS
    assert len(events_in(workspace / "all" / "orderservice")) == 8
    assert events_in(tmp_path / "state") == ["InfraValidationFailed", "InfrastructureGenerationFailed"]


def test_a_refused_bundle_is_announced_on_the_stream_too(program: Program, workspace: Path, tmp_path: Path) -> None:
    (workspace / "wrong.yaml").write_text("a: [")
    told = program("generate", "wrong.yaml", "--events")
    assert told.code == 2
    assert told.out == (tmp_path / "state" / "events.jsonl").read_text()
    (event,) = map(json.loads, told.out.splitlines())
    assert (event["event"], event["component"]) == ("InfrastructureGenerationFailed", "wrong.yaml")
    assert json.loads(program("generate", "wrong.yaml", "--json").out)["events"] == [event]
    lost = without_reader("generate", "wrong.yaml", "--events")
    assert lost.returncode == 2
    assert "error yaml-syntax  wrong.yaml:2:1" in lost.stderr
    assert "not delivered: InfrastructureGenerationFailed" in lost.stderr


def saved(result: dict[str, Any], folder: str) -> None:
    assert (result["status"], result["failure"]) == ("saved", "not_announced")
    assert [problem["code"] for problem in result["problems"]] == ["event-not-written", "not-announced"]
    assert result["problems"][0]["file"] == f"{folder}/events.jsonl"
    assert result["receipt"]["location"] == folder
    assert [event["event"] for event in result["events"]] == SUCCESS, "the result has what did not arrive"


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_an_events_file_that_cannot_be_written(program: Program, workspace: Path, tmp_path: Path, kind: str) -> None:
    (workspace / "out").mkdir()
    file = workspace / "out" / "events.jsonl"
    file.mkdir() if kind == "folder" else file.symlink_to(tmp_path / "elsewhere")
    told = program("generate", MINIMAL, "-o", "out", "--events")
    assert told.code == 3
    assert [json.loads(line)["event"] for line in told.out.splitlines()] == SUCCESS, "the other bus got them"
    result = program("generate", MINIMAL, "-o", "out", "--json")
    assert result.code == 3
    saved(json.loads(result.out), "out")
    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "state" / "events.jsonl").exists()
    file.rmdir() if kind == "folder" else file.unlink()
    again = program("generate", MINIMAL, "-o", "out")
    assert again.code == 0
    assert "generated for dev into out (0 written, 27 unchanged, 0 removed)" in again.out
    assert events_in(workspace / "out") == SUCCESS


def test_in_a_batch_only_the_run_whose_events_are_lost_is_not_announced(program: Program, workspace: Path) -> None:
    (workspace / "out" / "ping" / "events.jsonl").mkdir(parents=True)
    outcome = program("generate", MINIMAL, ORDER, "-o", "out", "--json")
    assert outcome.code == 3
    ping, order = json.loads(outcome.out)
    saved(ping, "out/ping")
    assert (order["status"], order["problems"]) == ("generated", [])


def test_a_state_folder_that_cannot_be_written_is_told_with_the_failure(program: Program, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    outcome = program("generate", MINIMAL, "--set", "component.container_image=acme/x:latest")
    assert outcome.code == 1
    assert f"error event-not-written  {tmp_path}/state/events.jsonl" in outcome.err
    assert outcome.err.endswith("Ping: blocked\n")
    assert program("generate", MINIMAL).code == 0, "a run that saves needs nothing of it"
