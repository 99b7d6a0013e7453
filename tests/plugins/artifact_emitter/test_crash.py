"""Runs that die at every step of publishing: the previous output stays whole, and the next run converges."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink

#: Kills itself at the n-th of the system calls that publishing makes.
PROGRAM = """
import os, signal, sys
from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.sinks import exchange, publish
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink

target, deadly = sys.argv[1], int(sys.argv[2])
count = 0

def counted(function):
    def call(*arguments, **options):
        global count
        count += 1
        if count == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return call

from pathlib import Path
Path.mkdir = counted(Path.mkdir)
Path.write_bytes = counted(Path.write_bytes)
os.link = counted(os.link)
os.rename = counted(os.rename)
publish.put_in_place = counted(publish.put_in_place)
publish.shutil.rmtree = counted(publish.shutil.rmtree)
files = [Artifact(path=f"manifests/dev/{n}.yaml", content=b"new %d" % n) for n in range(4)]
WorkspaceSink().save(ArtifactSet(files=files), "sha256:new", target, False)
print(count)
"""


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def first_run(target: Path) -> dict[str, bytes]:
    files = [Artifact(path=f"manifests/dev/{n}.yaml", content=b"old") for n in range(5)]
    WorkspaceSink().save(ArtifactSet(files=files), "sha256:old", str(target), False)
    (target / "notes").mkdir()
    (target / "notes" / "mine.txt").write_text("keep me")
    return content_of(target)


def attempt(target: Path, deadly: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(target), str(deadly)], capture_output=True, encoding="utf-8", check=False
    )


def test_a_kill_at_any_step_leaves_the_old_or_the_new_output(tmp_path: Path) -> None:
    before = first_run(tmp_path / "whole" / "out")
    steps = int(attempt(tmp_path / "whole" / "out", 0).stdout)
    after = content_of(tmp_path / "whole" / "out")
    assert before != after
    assert after["notes/mine.txt"] == b"keep me"
    seen = set()
    for deadly in range(1, steps + 1):
        target = tmp_path / str(deadly) / "out"
        first_run(target)
        died = attempt(target, deadly)
        assert died.returncode == -signal.SIGKILL
        found = content_of(target)
        assert found in (before, after)
        seen.add(found == after)
        assert attempt(target, 0).returncode == 0
        assert content_of(target) == after
        assert [path.name for path in target.parent.iterdir()] == ["out"]
    assert seen == {False, True}


def test_an_error_on_the_way_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    before = first_run(target)

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr("shutil.copy2", full)
    files = [Artifact(path="manifests/dev/0.yaml", content=b"new")]
    with pytest.raises(Exception, match="cannot be written: No space left on device"):
        WorkspaceSink().save(ArtifactSet(files=files), "sha256:new", str(target), False)
    assert content_of(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
