"""An earlier state comes back out of memory: its exact bytes, by its version or its run, as a run of its own."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_events import without_reader
from tests.doors.cli.test_republish import MINIMAL, ORDER, Program, codes, events_in, files_in
from tests.doors.cli.test_runs import AT, runs

SECOND = ["--set", "component.container_image=ghcr.io/connectsoft/ping:2.0.0"]


@pytest.fixture
def first(program: Program, workspace: Path) -> dict[str, bytes]:
    """The files of version 1.0.0; those of version 2.0.0 have taken their place."""
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    files = files_in(workspace / "out")
    assert program("generate", MINIMAL, "-o", "out", "-q", *SECOND).code == 0
    return files


def ids(program: Program) -> list[str]:
    return [run["run_id"] for run in runs(program)]


@pytest.mark.parametrize("named", ["version", "run", "execution", "component", "chart"])
def test_an_earlier_state_comes_back_as_it_was(
    program: Program, first: dict[str, bytes], workspace: Path, named: str
) -> None:
    made = runs(program)[-1]
    flags: dict[str, list[str]] = {
        "version": ["1.0.0"],
        "run": [made["run_id"]],
        "execution": [made["execution_id"], "--tenant", "shared"],
        "component": ["1.0.0", "--component", "Ping"],
        "chart": ["1.0.0", "--component", "ping", "--tenant", "shared"],
    }
    before = len(events_in(workspace / "out"))
    done = program("rollback", "-o", "out", "--to", *flags[named])
    assert (done.code, codes(done)) == (0, [])
    assert done.out.startswith(f"Ping: rolled back for dev from {flags[named][0]} into out (")
    assert files_in(workspace / "out") == first
    told = events_in(workspace / "out")[before:]
    assert {event["previous_execution_id"] for event in told} == {made["execution_id"]}
    back: dict[str, Any] = runs(program)[0]
    assert (back["kind"], back["status"], back["artifacts"]) == ("rollback", "announced", made["artifacts"])
    assert (back["restored_run"], back["chart_version"]) == (made["execution_id"], "1.0.0")
    assert {event["execution_id"] for event in told} == {back["execution_id"]}
    assert program("verify", "out").code == 0


def test_what_came_back_is_the_state_of_its_version_again(
    program: Program, first: dict[str, bytes], workspace: Path
) -> None:
    second = files_in(workspace / "out")
    assert program("rollback", "-o", "out", "--to", "1.0.0").code == 0
    assert program("rollback", "-o", "out", "--to", "2.0.0").code == 0
    assert files_in(workspace / "out") == second
    assert program("rollback", "-o", "out", "--to", "1.0.0").code == 0
    assert files_in(workspace / "out") == first


def test_a_version_with_several_states_is_named_by_its_run(
    program: Program, first: dict[str, bytes], workspace: Path
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--set", "component.replicas=2").code == 0
    present = files_in(workspace / "out")
    third, _, one = ids(program)
    refused = program("rollback", "-o", "out", "--to", "1.0.0")
    assert refused == Outcome(
        2,
        "",
        f"error run-ambiguous\n  2 runs are called 1.0.0\n  mend: Name one of them: {third} (generate, shared, {AT}), "
        f"{one} (generate, shared, {AT}).\n",
    )
    assert files_in(workspace / "out") == present
    assert program("rollback", "-o", "out", "--to", one).code == 0
    assert files_in(workspace / "out") == first


def test_what_memory_does_not_know_is_told_with_the_nearest(program: Program, first: dict[str, bytes]) -> None:
    message = "memory knows no version and no run {} of what is to be rolled back"
    far = program("rollback", "-o", "out", "--to", "main")
    held = "Memory holds the versions: 2.0.0, 1.0.0."
    assert far == Outcome(2, "", f"error run-unknown\n  {message.format('main')}\n  mend: {held}\n")
    near = ids(program)[-1]
    assert f"mend: Did you mean {near}?\n" in program("rollback", "-o", "out", "--to", near[:-1]).err
    for flags in (["--tenant", "acme"], ["--component", "Pong"]):
        refused = program("rollback", "-o", "out", "--to", near, *flags)
        assert (refused.code, codes(refused)) == (2, ["run-unknown"]), "it does not exist for who names another"


def test_another_component_does_not_come_back(program: Program, first: dict[str, bytes], workspace: Path) -> None:
    assert program("generate", ORDER, "-o", "order", "-q").code == 0
    before = files_in(workspace / "out")
    refused = program("rollback", "-o", "out", "--to", ids(program)[0])
    assert (refused.code, codes(refused)) == (2, ["output-of-another"])
    assert files_in(workspace / "out") == before
    (nothing := workspace / "empty").mkdir()
    refused = program("rollback", "-o", "empty", "--to", ids(program)[-1])
    assert (refused.code, codes(refused), list(nothing.iterdir())) == (2, ["rollback-nothing"], [])


def test_what_made_no_whole_output_does_not_come_back(program: Program, first: dict[str, bytes]) -> None:
    assert program("generate", MINIMAL, "-o", "part", "-q", "--only", "manifests").code == 0
    part = ids(program)[0]
    refused = program("rollback", "-o", "out", "--to", part)
    assert (refused.code, codes(refused)) == (2, ["record-incomplete"])
    assert f"error record-incomplete  {part}\n" in refused.err
    assert program("generate", MINIMAL, "-o", "bad", "-q", "--set", "component.container_image=a/x:latest").code == 1
    refused = program("rollback", "-o", "out", "--to", ids(program)[0])
    assert (refused.code, codes(refused)) == (2, ["run-without-files"])


def test_memory_that_was_changed_changes_nothing(
    program: Program, first: dict[str, bytes], workspace: Path, tmp_path: Path
) -> None:
    before = files_in(workspace / "out")
    with sqlite3.connect(tmp_path / "state" / "memory.sqlite") as connection:
        connection.execute("UPDATE records SET content = ? WHERE kind = 'pack'", (b"other",))
    refused = program("rollback", "-o", "out", "--to", "1.0.0")
    assert (refused.code, codes(refused)) == (3, ["memory-damaged"])
    assert files_in(workspace / "out") == before


def test_one_of_folder_and_memory_is_named(program: Program, first: dict[str, bytes], workspace: Path) -> None:
    shutil.copytree(workspace / "out", workspace / "saved")
    for flags in ([], ["--from", "saved", "--to", "1.0.0"], ["--from", "saved", "--tenant", "shared"]):
        refused = program("rollback", "-o", "out", *flags)
        assert (refused.code, "--from" in refused.err or "--to" in refused.err) == (2, True)


def test_a_rollback_whose_events_are_lost_is_repeated_by_the_same_command(
    program: Program, first: dict[str, bytes], workspace: Path
) -> None:
    lost = without_reader("rollback", "--to", "1.0.0", "--component", "Ping", "-o", "out", "--events")
    assert lost.returncode == 3
    assert "run `infra-engineer rollback --to 1.0.0 --component Ping -o out`: the files stay" in lost.stderr
    assert files_in(workspace / "out") == first
    number = len(events_in(workspace / "out"))
    done = program("rollback", "--to", "1.0.0", "--component", "Ping", "-o", "out", "--events")
    told = [json.loads(line) for line in done.out.splitlines()]
    assert told == events_in(workspace / "out")[number - len(told) : number]
