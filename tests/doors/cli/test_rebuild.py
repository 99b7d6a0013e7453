"""`rebuild`: what a run was asked for is compiled once more, and what has changed since is told."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_republish import MINIMAL, Program, codes, events_in, files_in
from tests.doors.cli.test_runs import runs
from tests.doors.cli.test_secrets import LITERAL
from tests.support.generation import ROOT


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template folder of our own, which is searched first."""
    folder = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(folder))
    return folder


@pytest.fixture
def made(program: Program, templates: Path) -> dict[str, Any]:
    """A run by these templates."""
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    return runs(program)[0]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def more_replicas(templates: Path) -> None:
    change(templates / "overlays" / "dev.yaml", "replicas: 1\n", "replicas: 2\n")


def other_limits(templates: Path) -> None:
    change(templates / "policies" / "platform.yaml", "cpu: 200m", "cpu: 190m")


def test_the_same_request_comes_to_the_same_bytes(program: Program, made: dict[str, Any], workspace: Path) -> None:
    before = files_in(workspace / "out")
    done = program("rebuild", made["run_id"])
    assert done == Outcome(0, f"Ping: the same 26 files as {made['run_id']} ({made['artifacts']})\n", "")
    assert [run["run_id"] for run in runs(program)] == [made["run_id"]], "a look leaves nothing"
    saved = program("rebuild", made["execution_id"], "-o", "again")
    assert saved == Outcome(
        0, f"Ping: the same 26 files as {made['run_id']} ({made['artifacts']}), saved in again\n", ""
    )
    assert files_in(workspace / "again") == files_in(workspace / "out") == before
    again, first = runs(program)
    assert first == made
    assert {name: again[name] for name in ("kind", "status", "artifacts", "execution_id", "previous_run")} == {
        "kind": "rebuild",
        "status": "announced",
        "artifacts": made["artifacts"],
        "execution_id": made["execution_id"],
        "previous_run": made["run_id"],
    }
    assert again["rebuilt_run"] == made["run_id"]
    assert f"  rebuilds      {made['run_id']}\n" in program("runs", "show", again["run_id"]).out
    assert events_in(workspace / "again") == events_in(workspace / "out")


@pytest.mark.parametrize(
    ("changing", "changed"),
    [
        ([more_replicas], "templates"),
        ([other_limits], "policies"),
        ([more_replicas, other_limits], "templates, policies"),
    ],
)
def test_what_has_changed_since_is_told(
    program: Program,
    made: dict[str, Any],
    templates: Path,
    workspace: Path,
    changing: list[Callable[[Path], None]],
    changed: str,
) -> None:
    before = files_in(workspace / "out")
    for one in changing:
        one(templates)
    done = program("rebuild", made["run_id"], "-o", "again")
    after = files_in(workspace / "again")
    about = {"report.json", "artifacts.json"}
    paths = sorted(path for path in after if before.get(path) != after[path] and path not in about)
    assert "manifests/dev/deployment.yaml" in paths
    assert before.keys() <= after.keys()
    listed = "".join(f"  {'changed' if path in before else 'added  '}  {path}\n" for path in paths)
    head = f"Ping: other bytes than {made['run_id']} in {len(paths)} files, saved in again\n"
    assert done == Outcome(1, f"{head}{listed}changed since: {changed}\n", "")
    told = json.loads(program("rebuild", made["run_id"], "--json").out)
    assert (told["same"], told["digest_then"], told["changed"]) == (False, made["artifacts"], changed.split(", "))
    assert [one["path"] for one in told["differences"]] == paths
    assert told["digest"] == runs(program)[0]["artifacts"]


def test_what_changes_no_byte_is_told_to_programs(
    program: Program, made: dict[str, Any], templates: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (templates / "policies" / "notes.txt").write_text("ours")
    (tmp_path / "schemas").mkdir()
    monkeypatch.setenv("INFRA_ENGINEER_SCHEMA_PATH", str(tmp_path / "schemas"))
    monkeypatch.setenv("INFRA_ENGINEER_HELM_LINT", "always")
    monkeypatch.setattr("agent.release.release", lambda: "another")
    told = json.loads(program("rebuild", made["run_id"], "--json").out)
    assert (told["same"], told["differences"]) == (True, [])
    assert told["changed"] == ["policies", "schemas", "agent", "Helm"]


def test_what_has_no_digest_is_not_known(program: Program, made: dict[str, Any], templates: Path) -> None:
    (templates / "link").symlink_to(templates / "helm")
    more_replicas(templates)
    done = program("rebuild", made["run_id"])
    assert done.code == 1
    assert done.out.endswith("what has changed since is not known: one of both runs went by what has no digest\n")


def test_what_the_gate_refuses_today_is_told(
    program: Program, made: dict[str, Any], templates: Path, workspace: Path
) -> None:
    profile = templates / "policies" / "profiles" / "platform.yaml"
    change(profile, "allowed: []}}\n  cpu-limit", "allowed: [ours.example]}}\n  cpu-limit")
    done = program("rebuild", made["run_id"], "-o", "again")
    assert (done.code, codes(done)) == (1, ["image-registry"])
    assert done.out == f"Ping: blocked when {made['run_id']} was compiled again\n"
    assert not (workspace / "again").exists()


def test_a_request_with_a_secret_cannot_be_repeated(program: Program, workspace: Path) -> None:
    (workspace / "bundle.yaml").write_text(LITERAL)
    assert program("generate", "bundle.yaml").code == 2
    (run,) = runs(program)
    assert program("rebuild", run["run_id"]) == Outcome(
        2,
        "",
        f"error request-secret  {run['run_id']} component.env.0.value\n"
        "  a secret stood here, which memory does not have, so the run cannot be repeated\n"
        "  mend: Generate again from the bundle itself.\n",
    )


def test_what_compiled_nothing_or_is_not_known_is_told(program: Program, made: dict[str, Any]) -> None:
    assert program("republish", "out", "-q").code == 0
    again = runs(program)[0]["run_id"]
    refused = program("rebuild", again)
    assert (refused.code, codes(refused)) == (2, ["run-without-request"])
    assert f"mend: Name the run that made them, {made['execution_id']}.\n" in refused.err
    assert codes(program("rebuild", made["run_id"][:-1])) == ["run-unknown"]
    assert codes(program("rebuild", made["run_id"], "--tenant", "acme")) == ["run-unknown"]


def test_a_request_of_another_time_is_told(program: Program, made: dict[str, Any], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state" / "memory.sqlite") as connection:
        (content,) = connection.execute("SELECT content FROM records WHERE kind = 'run'").fetchone()
        record = json.loads(content)
        record["request"]["bundle"] = json.dumps({"component": {"gone": 1}})
        connection.execute("UPDATE records SET content = ? WHERE kind = 'run'", (json.dumps(record).encode(),))
    refused = program("rebuild", made["run_id"])
    assert (refused.code, codes(refused)) == (2, ["request-outdated"])
