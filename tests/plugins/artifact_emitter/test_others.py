"""Other processes work in the output folder while it is saved: nothing of theirs is lost, whatever the moment."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.model.errors import OutsideError
from plugins.artifact_emitter.sinks.workspace import mounts, publish, settling
from tests.plugins.artifact_emitter.saving import content_of
from tests.plugins.artifact_emitter.saving import save as save_files
from tests.support.mounts import mount_list

#: Puts things into a folder until it has made enough of them or its time is up; prints how many.
WRITER = """
import os, sys, time

out, how, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
made, end = 0, time.monotonic() + seconds

def file(path):
    with open(path, "x") as stream:
        stream.write(str(made))

def plain():
    file(f"{out}/{made}.mine")

def inside():
    os.chdir(out)  # a folder that was replaced takes no more files: then it is looked up anew
    for _ in range(5):
        file(f"{made}.mine")
        yield

def renamed():
    file(f"{out}/.{made}.part")
    while True:  # for a moment it may be on its way from the old folder to the new one
        try:
            return os.rename(f"{out}/.{made}.part", f"{out}/{made}.mine")
        except FileNotFoundError:
            if time.monotonic() > end + seconds:
                raise

def folders():
    os.makedirs(f"{out}/mine/{made % 5}/{made}", exist_ok=True)
    file(f"{out}/mine/{made % 5}/{made}/{made}.mine")

while time.monotonic() < end and made < 1000:
    try:
        for _ in globals()[how]() or [None]:
            made += 1
    except FileNotFoundError:
        pass
    except FileExistsError:  # a folder was there and, in this moment, on its way
        if how != "folders":
            raise
    time.sleep(0.0005)
print(made)
"""
_SECONDS = 1.5


def save(out: Path, **files: str) -> None:
    """``a__b="x"`` is the file a/b."""
    save_files(out, {name.replace("__", "/"): text for name, text in files.items()})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "parent" / "out"


@pytest.fixture(params=["exchanged", "in place"])
def anyhow(request: pytest.FixtureRequest, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an output folder that is replaced as a whole, and one that is not, because it seems to be mounted."""
    out.mkdir(parents=True)
    if request.param == "in place":
        monkeypatch.setattr(mounts, "MOUNTS", mount_list(tmp_path, [str(out)]))
    return out


@pytest.mark.parametrize("how", ["plain", "inside", "renamed", "folders"])
def test_what_a_process_writes_during_saves_is_not_lost(how: str, anyhow: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(anyhow), how, str(_SECONDS)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    saves, end = 0, time.monotonic() + 10 * _SECONDS
    while writer.poll() is None and time.monotonic() < end:
        save(anyhow, **{f"manifests__{number}": f"{saves}" for number in range(3)}, **{f"new__{saves % 2}": "x"})
        saves += 1
    made = int(writer.communicate()[0])
    found = {path.name for path in anyhow.rglob("*.mine")}
    assert found == {f"{number}.mine" for number in range(made)}
    assert (made > 50, saves > 2) == (True, True)
    others = {path.relative_to(anyhow).as_posix() for path in anyhow.rglob("*") if path.is_file()}
    ours = {*(f"manifests/{number}" for number in range(3)), f"new/{(saves - 1) % 2}", "artifacts.json"}
    assert {name for name in others if not name.endswith(".mine")} == ours
    assert [path.name for path in anyhow.parent.iterdir()] == ["out"]


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something in the moment before the folders change places."""
    put_in_place = publish.put_in_place

    def acting(finished: Path, target: Path) -> bool:
        act()
        return put_in_place(finished, target)

    monkeypatch.setattr(publish, "put_in_place", acting)


def test_a_file_edited_in_the_last_moment_is_kept_beside(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out, a="1", b="2", gone__c="3")

    def edit() -> None:
        for name in ("a", "b", "gone/c"):
            (out / name).write_text("edited")

    meanwhile(monkeypatch, edit)
    save(out, a="4", b="2")
    assert content_of(out) == {"a": "4", "a.kept": "edited", "b": "2", "b.kept": "edited", "gone/c": "edited"}


def test_things_that_appear_in_the_last_moment_come_along(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out, a="1", gone__c="3")
    long = "n" * 250

    def appear() -> None:
        (out / "gone" / "mine").write_text("1")
        (out / "new").write_text("in the way of a folder")
        (out / "taken").mkdir()
        (out / "taken" / "inner").write_text("2")
        (out / "folder" / "deep").mkdir(parents=True)
        (out / "folder" / "deep" / "file").write_text("3")
        (out / "link").symlink_to("gone")
        (out / long).write_text("4")
        (out / "folder").chmod(0o750)

    meanwhile(monkeypatch, appear)
    save(out, a="4", new__d="5", taken="6")
    assert content_of(out) == {
        "a": "4",
        "folder/deep/file": "3",
        "gone/mine": "1",
        long: "4",
        "new.kept": "in the way of a folder",
        "new/d": "5",
        "taken": "6",
        "taken.kept/inner": "2",
    }
    assert os.readlink(out / "link") == "gone"
    assert (out / "folder").stat().st_mode & 0o777 == 0o750
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_what_its_owner_changes_in_the_last_moment_is_as_its_owner_left_it(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(out, a="1")
    for name in ("deleted", "replaced", "renamed", "appended", "folder/deleted"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("before")

    def change() -> None:
        (out / "deleted").unlink()
        (out / "folder" / "deleted").unlink()
        (out / "folder").rmdir()
        (out / "temporary").write_text("after")
        (out / "temporary").rename(out / "replaced")
        (out / "renamed").rename(out / "other")
        with (out / "appended").open("a") as file:
            file.write(" and after")

    meanwhile(monkeypatch, change)
    save(out, a="2")
    assert content_of(out) == {"a": "2", "appended": "before and after", "other": "before", "replaced": "after"}
    assert not (out / "folder").exists()


def test_an_open_file_goes_on_being_written(anyhow: Path) -> None:
    save(anyhow, a="1")
    with (anyhow / "log").open("w", buffering=1) as log:
        for number in range(3):
            log.write(f"{number}\n")
            save(anyhow, a=f"new {number}")
    assert (anyhow / "log").read_text() == "0\n1\n2\n"


def test_a_file_that_is_copied_stays_the_file_that_it_is(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_arguments: object, **_options: object) -> None:
        raise OSError(1, "Operation not permitted")

    save(out, a="1")
    (out / "mine").write_text("mine")
    inode = (out / "mine").stat().st_ino
    monkeypatch.setattr(publish.os, "link", no_link)
    save(out, a="2")
    assert (out / "mine").stat().st_ino == inode


def test_a_mount_that_appears_in_the_last_moment_stays_where_it_is(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(out, a="1")
    (out / "volume").mkdir()
    (out / "volume" / "data").write_text("data")
    inode = (out / "volume").stat().st_ino
    asked = iter([[], [out.parent / ".out.infra-engineer-staging-new" / "volume"]])
    monkeypatch.setattr(publish, "mounted_in", lambda _: next(asked, []))
    monkeypatch.setattr("plugins.artifact_emitter.sinks.workspace.comparing.mounted_in", lambda _: next(asked, []))
    save(out, a="2")
    assert content_of(out) == {"a": "2", "volume/data": "data"}
    assert (out / "volume").stat().st_ino == inode
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_what_cannot_be_moved_is_named_and_moved_by_the_next_run(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out, a="1", b="1")

    def stuck(path: Path, *_: object) -> Path:
        raise OSError(16, "Device or resource busy", str(path))

    with monkeypatch.context() as patched:
        meanwhile(patched, lambda: (out / "mine").write_text("mine"))
        patched.setattr(settling, "keep", stuck)
        with pytest.raises(OutsideError) as caught:
            save(out, a="2")
    (problem,) = caught.value.problems
    assert problem.code == "output-unfinished"
    assert problem.message.endswith(f"mine cannot be moved into {out}: Device or resource busy")
    assert content_of(out) == {"a": "2"}
    save(out, a="3")
    assert content_of(out) == {"a": "3", "mine": "mine"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


#: Saves twice as a user who is not root, into a folder about which something is not that user's to change.
RESTRICTED = """
import os, sys, tempfile
from pathlib import Path
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink
from tests.plugins.artifact_emitter.saving import AFTER, BEFORE, content_of, save

case, root = sys.argv[1], os.geteuid() == 0
with tempfile.TemporaryDirectory() as name:
    out = Path(name) / "parent" / "out"
    theirs = out / "theirs" / "file"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    if root:
        for path in (Path(name), out.parent, out, theirs.parent, theirs):
            os.chown(path, 65534, 65534)
    if case == "sticky folder":
        out.chmod(0o1777)
        if root:
            os.chown(out, 0, 0)
            os.chown(theirs.parent, 0, 0)
    {"parent": out.parent, "folder": theirs.parent}.get(case, theirs).chmod(0o555)
    if root:
        os.setgroups([])
        os.setresgid(65534, 65534, -1)
        os.setresuid(65534, 65534, 0)
    inode = theirs.stat().st_ino
    save(out, BEFORE)
    save(out, AFTER)
    assert content_of(out) == AFTER | {"theirs/file": "theirs"}, content_of(out)
    assert theirs.stat().st_ino == inode
    assert os.listdir(out.parent) == ["out"], os.listdir(out.parent)
    if root:
        os.setresuid(0, 0, 0)
    out.parent.chmod(0o755)
    theirs.parent.chmod(0o755)
"""


@pytest.mark.parametrize("case", ["parent", "folder", "file", "sticky folder"])
def test_what_the_user_may_not_change_around_the_output_stays(case: str) -> None:
    command = [sys.executable, "-c", RESTRICTED, case]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
