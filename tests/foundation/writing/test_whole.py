"""A file is complete or as it was, with the rights that it had or that the user's umask leaves it."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.writing import whole
from foundation.writing.whole import folder_beside, write_beside, write_whole


@pytest.fixture(params=[0o022, 0o077, 0o002])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_new_has_the_rights_that_the_user_wants(tmp_path: Path, umask: int) -> None:
    write_whole(tmp_path / "file", b"1")
    assert ((tmp_path / "file").read_bytes(), rights(tmp_path / "file")) == (b"1", 0o666 & ~umask)
    folder = folder_beside(tmp_path / "folder")
    assert (folder.parent, rights(folder)) == (tmp_path, 0o777 & ~umask)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o666])
def test_what_is_replaced_keeps_its_rights(mode: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("before")
    (tmp_path / "file").chmod(mode)
    write_whole(tmp_path / "file", b"after")
    assert ((tmp_path / "file").read_text(), rights(tmp_path / "file")) == ("after", mode)


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("before")
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", b"after")
    assert ((tmp_path / "target").read_text(), (tmp_path / "link").read_text()) == ("before", "after")
    assert rights(tmp_path / "link") != 0o777


@pytest.mark.parametrize("step", ["fdopen", "replace"])
def test_a_failure_changes_nothing_and_leaves_nothing(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.os, step, full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "file", b"after")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_a_folder_that_is_none_or_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "missing" / "file", tmp_path / "folder"):
        with pytest.raises(OSError, match=r"No such file|directory"):
            write_whole(path, b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_what_waits_is_beside_under_a_name_that_nobody_has(tmp_path: Path) -> None:
    waiting = [write_beside(tmp_path / "file", b"1") for _ in range(10)]
    assert len(set(waiting)) == 10
    assert {path.parent for path in waiting} == {tmp_path}
    assert not (tmp_path / "file").exists()


WRITER = """
import sys
from pathlib import Path
from foundation.writing.whole import write_whole

for _ in range(200):
    write_whole(Path(sys.argv[1]), sys.argv[2].encode() * 100_000)
"""


def test_readers_see_one_content_or_the_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"a" * 100_000)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "file"), name]) for name in "ab"]
    while any(writer.poll() is None for writer in writers):
        assert (tmp_path / "file").read_text() in ("a" * 100_000, "b" * 100_000)
    assert [writer.wait() for writer in writers] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
