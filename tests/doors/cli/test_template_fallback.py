"""Every command that reads templates takes their last good version when they cannot be read, and says so."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import ROOT

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
