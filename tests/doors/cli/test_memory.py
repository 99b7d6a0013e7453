"""`memory`: what is kept of runs, at the command line."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.cosmos_server import KEY, cosmos_server
from tests.support.generation import EXAMPLES
from tests.support.redis_server import running_redis

Program = Callable[..., Outcome]
ORDER = str(EXAMPLES / "order-service.yaml")


def test_stats_tell_what_a_run_left(program: Program, workspace: Path) -> None:
    empty = program("memory", "stats")
    assert (empty.code, empty.out.splitlines()[-1]) == (0, "it holds nothing")
    assert program("generate", ORDER, "-o", "out").code == 0
    stats = json.loads(program("memory", "stats", "--json").out)
    assert stats["place"].endswith("memory.sqlite")
    counts = {(one["tenant"], one["workspace"], one["kind"]): one["records"] for one in stats["kinds"]}
    kinds = ("chart", "outbox", "pack", "run", "template", "trace")
    assert counts == {("acme", "default", kind): 1 for kind in kinds}
    assert json.loads(program("memory", "stats", "--json", "--tenant", "other").out)["kinds"] == []
    lines = program("memory", "stats").out.splitlines()
    assert len(lines) == 1 + len(kinds)


def test_what_is_exported_is_imported_into_another_memory(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("generate", ORDER, "-o", "out").code == 0
    exported = program("memory", "export").out
    Path("memory.jsonl").write_text(exported, encoding="utf-8")
    monkeypatch.setenv("INFRA_ENGINEER_STATE_DIR", str(workspace / "other-state"))
    done = program("memory", "import", "memory.jsonl", "--json")
    assert (done.code, json.loads(done.out)["records"]["run"]) == (0, 1)
    assert program("memory", "export").out == exported
    assert "1 of the kind pack\n" in program("memory", "import", "memory.jsonl").out


def test_a_wrong_file_is_told_and_nothing_is_written(program: Program, workspace: Path) -> None:
    Path("memory.jsonl").write_text("no memory\n", encoding="utf-8")
    wrong = program("memory", "import", "memory.jsonl")
    assert (wrong.code, wrong.out) == (2, "")
    assert "memory-line-wrong" in wrong.err
    missing = program("memory", "import", "missing.jsonl")
    assert (missing.code, "file-unreadable" in missing.err) == (2, True)
    assert json.loads(program("memory", "stats", "--json").out)["kinds"] == []


def test_prune_goes_by_the_policy(program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("generate", ORDER, "-o", "out").code == 0
    assert program("memory", "prune").out == "nothing went\n"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_746_657_912 + 91 * 86_400))
    planned = json.loads(program("memory", "prune", "--dry-run", "--json").out)
    gone = {one["kind"]: one["records"] for one in planned["gone"]}
    assert gone == {"outbox": 1, "template": 1, "trace": 1}, "the run belongs to a chart that stays"
    assert planned["retention"]["trace_map_days"] == 90
    assert "acme/default: 1 of the kind trace would go\n" in program("memory", "prune", "--dry-run").out
    assert "acme/default: 1 of the kind trace went\n" in program("memory", "prune").out
    left = json.loads(program("memory", "stats", "--json").out)["kinds"]
    assert {one["kind"] for one in left} == {"chart", "pack", "run"}


def test_another_workspace_remembers_nothing_of_it(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("generate", ORDER, "-o", "out").code == 0
    monkeypatch.setenv("INFRA_ENGINEER_MEMORY_WORKSPACE", "second")
    assert program("generate", ORDER, "-o", "out2").code == 0
    stats = json.loads(program("memory", "stats", "--json").out)["kinds"]
    assert {(one["workspace"], one["records"]) for one in stats} == {("default", 1), ("second", 1)}


def test_a_run_is_kept_in_a_redis_server(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_redis(tmp_path) as server:
        monkeypatch.setenv("INFRA_ENGINEER_MEMORY", server.address)
        kept_there(program, server.address)


def test_a_run_is_kept_in_cosmos_db(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with cosmos_server() as (address, _):
        monkeypatch.setenv("INFRA_ENGINEER_MEMORY", f"cosmos+{address}")
        monkeypatch.setenv("INFRA_ENGINEER_MEMORY_KEY", KEY)
        kept_there(program, address)


def kept_there(program: Program, address: str) -> None:
    done = program("generate", ORDER, "-o", "out")
    assert (done.code, "cannot be used" in done.err) == (0, False)
    stats = json.loads(program("memory", "stats", "--json").out)
    assert stats["place"].startswith(address)
    assert {one["kind"]: one["records"] for one in stats["kinds"]}["run"] == 1
    assert f"in {address}" in program("doctor").out
    assert not list(Path("../state").glob("memory.sqlite*"))


def test_a_memory_that_is_away_is_told_and_fails_no_run(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MEMORY", "redis://127.0.0.1:1")
    done = program("generate", ORDER, "-o", "out")
    assert (done.code, "the memory at redis://127.0.0.1:1 cannot be used" in done.err) == (0, True)
    asked = program("memory", "stats")
    assert (asked.code, "memory-unavailable" in asked.err) == (3, True)
    assert "missing  memory" in program("doctor").out


def test_the_policy_is_applied_by_the_first_run_of_a_day(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def at(days: int) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_746_657_912 + days * 86_400))
        assert program("generate", ORDER, "-o", "out", "-q", "--force", "--set", f"trace_id=t-{days}").code == 0

    def traces() -> int:
        kinds = json.loads(program("memory", "stats", "--json").out)["kinds"]
        return next(one["records"] for one in kinds if one["kind"] == "trace")

    for days in (0, 1, 2):
        at(days)
    assert traces() == 3
    at(95)
    assert traces() == 4, "ages count up to the day after the last time"
    at(96)
    assert traces() == 2


@pytest.mark.parametrize("broken", [b"\xff\x00", b"{}", b"[]"])
@pytest.mark.parametrize("kind", ["run", "trace", "chart", "template", "outbox", "pack", "upkeep"])
def test_records_that_somebody_broke_fail_no_run(
    program: Program, workspace: Path, tmp_path: Path, kind: str, broken: bytes
) -> None:
    for replicas in ("2", "3"):
        assert program("generate", ORDER, "-o", "one", "-q", "--set", f"component.replicas={replicas}").code == 0
    with closing(sqlite3.connect(tmp_path / "state" / "memory.sqlite")) as memory, memory:
        assert memory.execute("UPDATE records SET content = ? WHERE kind = ?", (broken, kind)).rowcount > 0
    done = program("generate", ORDER, "-o", "three", "-q", "--set", "component.replicas=7")
    assert done.code == 0, done
    assert "internal" not in done.err
    assert (workspace / "three" / "artifacts.json").exists()
    for command in (
        ["runs", "list"],
        ["memory", "prune"],
        ["memory", "stats"],
        ["memory", "export"],
        ["events", "list"],
    ):
        told = program(*command)
        assert told.code in (0, 3)
        assert "internal" not in told.err, command
