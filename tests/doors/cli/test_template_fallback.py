"""Every command that reads templates takes their last good version when they cannot be read, and says so."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import ROOT
from tests.support.redis_server import running_redis

Program = Callable[..., Outcome]
ORDER = str(ROOT / "examples" / "order-service.yaml")
MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
COMMANDS = {
    "validate": ("validate", "x.yaml"),
    "validate-bundle": ("validate", ORDER, "--env", "dev"),
    "diff": ("diff", ORDER, "-o", "out", "--env", "dev"),
    "plan": ("plan", ORDER),
    "explain": ("explain", ORDER, "replicas"),
}


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "templates", folder)
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(folder))
    Path("x.yaml").write_text(MANIFEST)
    return folder


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_lost_templates_are_replaced_and_it_is_said(
    command: tuple[str, ...], templates: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("generate", ORDER, "-o", "out", "--env", "dev").code == 0
    before = program(*command)
    assert "template-fallback" not in before.err
    lost = templates / "policies" / "naming.yaml"
    lost.unlink()
    lost.mkdir()
    after = program(*command)
    assert after.err.count("warning template-fallback  own/policies/naming.yaml") == 1
    assert "their last good version, sha256:" in after.err
    assert (after.code, after.out) == (before.code, before.out)


@pytest.mark.parametrize("command", [COMMANDS["validate"], COMMANDS["plan"], COMMANDS["explain"]])
def test_without_a_good_version_the_failure_is_told(
    command: tuple[str, ...], templates: Path, program: Program
) -> None:
    lost = templates / "policies" / "naming.yaml"
    lost.unlink()
    lost.mkdir()
    outcome = program(*command)
    assert outcome.code == 2
    assert "template-file-missing" in outcome.err


def test_another_machine_takes_them_from_the_memory_that_it_shares(
    templates: Path, program: Program, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate = ("generate", ORDER, "-o", "out", "--env", "dev", "--force", "--json")
    with running_redis(tmp_path) as server:
        monkeypatch.setenv("INFRA_ENGINEER_MEMORY", server.address)
        assert program(*generate).code == 0
        before = (workspace / "out" / "artifacts.json").read_bytes()
        templates.rename(templates.with_name("away"))
        monkeypatch.setenv("INFRA_ENGINEER_STATE_DIR", str(tmp_path / "state of another machine"))
        done = program(*generate)
        assert done.code == 0
        assert "template-fallback" in done.out
        assert ", which memory has kept since 2025-05-07T22:45:12Z, was used" in done.out
        assert "template-fallback" in (workspace / "out" / "report.json").read_text()
        assert _files(before) == _files((workspace / "out" / "artifacts.json").read_bytes())
        dropped = program("memory", "prune", "--caches", "--dry-run").out
        assert dropped == "~platform/default: 3 of the kind overlay would go\n"
        assert program("memory", "prune", "--caches").out == dropped.replace("would go", "went")
        refused = program(*generate)
        assert (refused.code, "template-folder-missing" in refused.err) == (2, True)


def test_a_memory_that_cannot_be_reached_is_told_beside_the_failure(
    templates: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MEMORY", "redis://127.0.0.1:1")
    lost = templates / "policies" / "naming.yaml"
    lost.unlink()
    lost.mkdir()
    outcome = program("plan", ORDER)
    assert outcome.code == 2
    assert "template-file-missing" in outcome.err
    assert "memory cannot be asked for the last good templates" in outcome.err


def _files(index: bytes) -> dict[str, str]:
    listed = json.loads(index)["artifacts"]
    return {one["path"]: one["sha256"] for one in listed if one["path"] != "report.json"}
