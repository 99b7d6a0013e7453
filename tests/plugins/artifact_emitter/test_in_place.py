"""Saves that go file by file, because the folder itself cannot be replaced: ended at every step, and told to go on."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from foundation.model.errors import OutsideError
from plugins.artifact_emitter.sinks.workspace import in_place, mounts, publish
from plugins.artifact_emitter.sinks.workspace.journal import Journal, JournalFile
from tests.plugins.artifact_emitter.saving import AFTER, BEFORE, MINE, content_of, first_run, save
from tests.plugins.artifact_emitter.test_workspace import WRITER
from tests.support.mounts import mount_list


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    out = tmp_path / "parent" / "out"
    monkeypatch.setattr(mounts, "MOUNTS", mount_list(tmp_path, [str(out)]))
    out.mkdir(parents=True)
    return out


def test_a_failure_at_any_step_takes_everything_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first_run(out)
    before, index = content_of(out), (out / "artifacts.json").read_bytes()
    put_in_place = in_place.put_in_place
    for deadly in (1, 2, 3, 4):  # a, manifests/c, deep/er/e and artifacts.json
        calls = count(1)

        def failing(finished: Path, target: Path, deadly: int = deadly, calls: Iterator[int] = calls) -> bool:
            if next(calls) == deadly:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))
            return put_in_place(finished, target)

        monkeypatch.setattr(in_place, "put_in_place", failing)
        with pytest.raises(OutsideError) as caught:
            save(out, AFTER)
        assert [problem.code for problem in caught.value.problems] == ["output-failed"]
        assert (content_of(out), (out / "artifacts.json").read_bytes()) == (before, index)
        assert not (out / ".infra-engineer-staging").exists()
    monkeypatch.setattr(in_place, "put_in_place", put_in_place)
    save(out, AFTER)
    assert content_of(out) == AFTER | MINE


def test_a_full_disk_changes_nothing(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first_run(out)
    before = content_of(out)

    def full(path: Path, _: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutsideError, match="No space left on device"):
        save(out, AFTER)
    assert content_of(out) == before
    assert not (out / ".infra-engineer-staging").exists()


def test_what_others_do_in_the_last_moment_is_kept(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first_run(out)
    put_in_place, act = in_place.put_in_place, [True]

    def acting(finished: Path, target: Path) -> bool:
        if act.pop() if act else False:
            (out / "manifests" / "c").write_text("edited")
            (out / "deep" / "er" / "e").mkdir(parents=True)
            (out / "deep" / "er" / "e" / "mine").write_text("in the way")
        return put_in_place(finished, target)

    monkeypatch.setattr(in_place, "put_in_place", acting)
    save(out, AFTER)
    assert content_of(out) == AFTER | MINE | {"manifests/c.kept": "edited", "deep/er/e.kept/mine": "in the way"}


def test_a_link_that_appears_in_the_last_moment_is_not_followed(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(out, BEFORE)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "c").write_text("3")
    begin = JournalFile.begin

    def linked(file: JournalFile, journal: Journal) -> None:
        begin(file, journal)
        (out / "manifests").rename(tmp_path / "aside")
        (out / "manifests").symlink_to(tmp_path / "outside")

    monkeypatch.setattr(JournalFile, "begin", linked)
    with pytest.raises(OutsideError, match="a link has come in its way"):
        save(out, AFTER)
    assert content_of(tmp_path / "outside") == {"c": "3"}
    assert (out / "manifests").is_symlink()
    assert content_of(out) == {"a": "1", "same": "s", "gone/b": "2"}


#: What a folder says that is on another layer, is mounted without our knowing, or whose parent is not ours.
@pytest.mark.parametrize("code", [errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_folder_that_cannot_be_renamed_is_filled_in_place(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "plain" / "out"
    out.mkdir(parents=True)
    inode = first_run(out)

    def refusing(_finished: Path, target: Path) -> bool:
        raise OSError(code, os.strerror(code), str(target))

    monkeypatch.setattr(publish, "put_in_place", refusing)
    save(out, AFTER)
    assert content_of(out) == AFTER | MINE
    assert out.stat().st_ino == inode
    assert os.listdir(out.parent) == ["out"]


def test_runs_at_the_same_time_do_not_mix(out: Path, tmp_path: Path) -> None:
    (out / "mine").write_text("mine")
    listed = str(tmp_path)
    program = f"from tests.support.mounts import pretend\npretend({listed!r}, [{str(out)!r}])\n{WRITER}"
    runs = [subprocess.Popen([sys.executable, "-c", program, str(out), name]) for name in "abc"]
    assert [run.wait() for run in runs] == [0, 0, 0]
    contents = {path.read_text() for path in (out / "manifests").iterdir()}
    assert len(contents) == 1
    assert contents <= {f"{name} 14" for name in "abc"}
    assert sorted(os.listdir(out)) == ["artifacts.json", "manifests", "mine"]
