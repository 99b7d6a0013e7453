"""Two processes for one component at once, a disk that is full, and a clock that goes back."""

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.model.run.artifacts import sha256
from plugins.artifact_emitter.sinks.workspace import publish
from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES
from tests.support.goldens import files_of

MINIMAL = str(EXAMPLES / "minimal.yaml")
Program = Callable[..., Outcome]


def output(folder: Path) -> dict[str, bytes]:
    """Return an output, each file of it whole by the index."""
    files = {path: content for path, content in files_of(folder).items() if path != "events.jsonl"}
    listed = {entry["path"]: entry["sha256"] for entry in json.loads(files["artifacts.json"])["artifacts"]}
    assert listed == {path: sha256(content) for path, content in files.items() if path != "artifacts.json"}
    return files


def undated(path: str, files: dict[str, bytes]) -> bytes | None:
    """Return a file; the index without the request's digest, which counts the days that have passed."""
    content = files.get(path)
    if path != "artifacts.json" or content is None:
        return content
    return re.sub(rb'  "request": "sha256:[0-9a-f]{64}",\n', b"", content)


def test_two_processes_for_one_component(workspace: Path) -> None:
    start = [sys.executable, "-c", "from agent.doors.cli.main import run; run()"]
    command = [*start, "generate", MINIMAL, "-o", "out", "-q"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert {path.name for path in workspace.iterdir()} == {"out"}, "nothing is left beside"
    assert output(workspace / "out")
    lines = [json.loads(line) for line in (workspace / "out/events.jsonl").read_text().splitlines()]
    assert len({line["digest"] for line in lines}) == 1
    runs = subprocess.run([*start, "runs", "list", "--json"], capture_output=True, text=True, check=True)
    assert len(json.loads(runs.stdout)) == 1, "both were the same run"


def test_a_full_disk_changes_nothing(
    program: Program,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert program("generate", MINIMAL).code == 0
    before = output(workspace / "out")
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "values.yaml":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(publish.Path, "write_bytes", full)
        refused = program("generate", MINIMAL, "--set", "component.replicas=3")
    assert refused.code == 3
    assert "No space left on device" in refused.err
    assert "Nothing was changed." in refused.err
    assert output(workspace / "out") == before
    assert {path.name for path in workspace.iterdir()} == {"out"}
    assert program("generate", MINIMAL, "--set", "component.replicas=3").code == 0


def test_a_clock_that_goes_back(
    program: Program,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert program("generate", MINIMAL).code == 0
    first = output(workspace / "out")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    for replicas in ("3", "1"):
        assert program("generate", MINIMAL, "--force", "--set", f"component.replicas={replicas}").code == 0
    assert program("generate", MINIMAL, "--force").code == 0
    again = output(workspace / "out")
    assert {path for path in again if undated(path, again) != undated(path, first)} == set()
