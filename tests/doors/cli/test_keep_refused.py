import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.generation import EXAMPLES

Program = Callable[..., Any]
MINIMAL = str(EXAMPLES / "minimal.yaml")
BLOCKED = ("generate", MINIMAL, "--set", "component.container_image=acme/ping:latest")


def test_what_is_refused_is_kept_and_marked(program: Program, workspace: Path) -> None:
    outcome = program(*BLOCKED, "--keep-refused", "refused")
    assert outcome.code == 1
    assert "\n  kept: refused/manifests/dev/deployment.yaml:" in outcome.err
    assert not (workspace / "out").exists()
    files = {path.relative_to(workspace / "refused").as_posix() for path in (workspace / "refused").rglob("*.*")}
    assert {"manifests/dev/deployment.yaml", "charts/ping/Chart.yaml", "refused.json", "REFUSED.md"} <= files
    assert "artifacts.json" not in files
    mark = json.loads((workspace / "refused" / "refused.json").read_text())
    assert mark["status"] == "refused"
    (finding,) = [one for one in mark["report"]["findings"] if one["severity"] == "error"]
    line = Path(finding["file"]).read_text().splitlines()[finding["line"] - 1]
    assert line.strip() == 'image: "acme/ping:latest"'
    assert [path.name for path in workspace.iterdir()] == ["refused"]


def test_a_marked_folder_is_used_again(program: Program, workspace: Path) -> None:
    program(*BLOCKED, "--keep-refused", "refused")
    outcome = program(*BLOCKED, "--env", "prod", "--keep-refused", "refused")
    assert outcome.code == 1
    assert [path.name for path in (workspace / "refused" / "manifests").iterdir()] == ["prod"]


@pytest.mark.parametrize("folder", ["out", "out/inside", "."])
def test_it_is_never_the_output_folder(program: Program, workspace: Path, folder: str) -> None:
    outcome = program(*BLOCKED, "--keep-refused", folder)
    assert outcome.code == 2
    assert "refused-folder" in outcome.err
    assert list(workspace.iterdir()) == []


def test_a_folder_of_others_stays_as_it_is(program: Program, workspace: Path) -> None:
    (workspace / "mine").mkdir()
    (workspace / "mine" / "note.txt").write_text("keep")
    outcome = program(*BLOCKED, "--keep-refused", "mine")
    assert outcome.code == 2
    assert "note.txt" in outcome.err
    assert [path.name for path in (workspace / "mine").iterdir()] == ["note.txt"]


def test_what_passes_is_not_kept(program: Program, workspace: Path) -> None:
    assert program("generate", MINIMAL, "--keep-refused", "refused").code == 0
    assert not (workspace / "refused").exists()


def test_each_of_many_is_kept_in_a_folder_of_its_own(program: Program, workspace: Path) -> None:
    for name in ("Ping", "Pong"):
        text = Path(MINIMAL).read_text().replace("Ping", name).replace("ping:1.0.0", "ping:latest")
        (workspace / f"{name}.yaml").write_text(text)
    for _ in range(2):
        assert program("generate", "Ping.yaml", "Pong.yaml", "--keep-refused", "refused").code == 1
    kept = sorted(path.parent.relative_to(workspace).as_posix() for path in workspace.rglob("refused.json"))
    assert kept == ["refused/shared/ping", "refused/shared/pong"]


def test_what_cannot_be_kept_takes_no_result_from_the_others(program: Program, workspace: Path) -> None:
    text = Path(MINIMAL).read_text()
    (workspace / "a.yaml").write_text(text.replace("ping:1.0.0", "ping:latest"))
    (workspace / "b.yaml").write_text(text.replace("Ping", "Pong"))
    outcome = program("generate", "a.yaml", "b.yaml", "--keep-refused", "/proc/nothing", "--jobs", "1")
    assert outcome.code == 3
    assert "error image-tag" in outcome.err
    assert "error file-unwritable  /proc/nothing/shared/ping\n" in outcome.err
    assert outcome.out.startswith("Pong: generated")
    assert outcome.err.endswith("1 of 2 runs written; left as before: out/ping (blocked)\n")


@pytest.mark.parametrize("folder", ["loop", "loop/x", "file/x", "file", "x" * 300, "/dev/null", "/dev/null/x"])
def test_what_can_be_no_folder_is_told_before_the_run(program: Program, workspace: Path, folder: str) -> None:
    (workspace / "loop").symlink_to("loop")
    (workspace / "file").write_text("mine")
    outcome = program(*BLOCKED, "--keep-refused", folder)
    assert outcome.code == 2
    assert outcome.err.startswith(f"error refused-folder  --keep-refused {folder}\n")
    assert "internal-error" not in outcome.err
    assert sorted(path.name for path in workspace.iterdir()) == ["file", "loop"]
