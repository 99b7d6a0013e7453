import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.model.destination import WORKSPACE, Receipt, workspace
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet, sha256
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink, exchange, publish

Tree = dict[str, bytes | str | None]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "parent" / "out"


def artifacts(**files: str) -> ArtifactSet:
    """``a__b="x"`` is the file a/b."""
    return ArtifactSet(
        files=[Artifact(path=name.replace("__", "/"), content=text.encode()) for name, text in files.items()]
    )


def save(out: Path | str, given: ArtifactSet, overwrite: bool = False, root: Path | None = None) -> Receipt:
    return WorkspaceSink(root).save(given, given.digest, workspace(str(out), overwrite=overwrite))


def refused(out: Path | str, given: ArtifactSet, overwrite: bool = False, root: Path | None = None) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        save(out, given, overwrite, root)
    assert all(problem.message and problem.remedy for problem in caught.value.problems)
    return list(caught.value.problems)


def tree(folder: Path) -> Tree:
    """Everything in a folder: bytes of files, targets of links, ``None`` for folders."""
    found: Tree = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found[name] = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
    return found


def test_a_first_run_makes_the_folder_and_its_parents(out: Path) -> None:
    given = artifacts(a="1", deep__er__b="2")
    receipt = save(out, given)
    assert receipt == Receipt(
        kind=WORKSPACE,
        place=str(out),
        revision=given.digest,
        digests={name: sha256((out / name).read_bytes()) for name in ("a", "deep/er/b", "artifacts.json")},
        written=["a", "deep/er/b"],
        unchanged=0,
        removed=[],
    )
    assert {name for name in tree(out) if (out / name).is_file()} == {"a", "artifacts.json", "deep/er/b"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_unchanged_run_writes_nothing(out: Path) -> None:
    save(out, artifacts(a="1", b="2"))
    before = {path: path.stat().st_mtime_ns for path in (out, *out.iterdir())}
    inode = out.stat().st_ino
    receipt = save(out, artifacts(a="1", b="2"))
    assert (receipt.written, receipt.unchanged, receipt.removed) == ([], 2, [])
    assert {path: path.stat().st_mtime_ns for path in (out, *out.iterdir())} == before
    assert out.stat().st_ino == inode


def test_changed_files_are_written_and_stale_ones_removed_with_their_folders(out: Path) -> None:
    save(out, artifacts(a="1", b="2", old__c="3"))
    receipt = save(out, artifacts(a="1", b="changed", new__d="4"))
    assert (receipt.written, receipt.unchanged, receipt.removed) == (["b", "new/d"], 1, ["old/c"])
    assert (out / "b").read_text() == "changed"
    assert not (out / "old").exists()


def test_what_others_put_there_comes_along(out: Path, tmp_path: Path) -> None:
    save(out, artifacts(a="1", charts__x="2"))
    (out / "notes").mkdir(mode=0o700)
    (out / "notes" / "mine.txt").write_text("mine")
    (out / "charts" / "local.yaml").write_text("local")
    (out / "empty").mkdir(mode=0o750)
    (out / "events.jsonl").write_text("{}\n")
    (out / "link").symlink_to("notes/mine.txt")
    (out / "broken").symlink_to("nowhere")
    (out / "folder").symlink_to(tmp_path)
    os.mkfifo(out / "pipe")
    out.chmod(0o751)
    inode = (out / "notes" / "mine.txt").stat().st_ino
    save(out, artifacts(a="changed"))
    found = tree(out)
    assert found["notes/mine.txt"] == b"mine"
    assert found["charts/local.yaml"] == b"local"
    assert found["empty"] is None
    assert (found["link"], found["broken"], found["folder"]) == ("notes/mine.txt", "nowhere", str(tmp_path))
    assert found["events.jsonl"] == b"{}\n"
    assert (out / "pipe").is_fifo()
    assert "charts/x" not in found
    assert (out / "notes" / "mine.txt").stat().st_ino == inode
    modes = [path.stat().st_mode & 0o7777 for path in (out, out / "notes", out / "empty")]
    assert modes == [0o751, 0o700, 0o750]


def test_files_of_others_are_copied_where_links_cannot_be_made(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_arguments: object, **_options: object) -> None:
        raise OSError(1, "Operation not permitted")

    save(out, artifacts(a="1"))
    (out / "mine").write_text("mine")
    (out / "mine").chmod(0o640)
    (out / "link").symlink_to("mine")
    monkeypatch.setattr(publish.os, "link", no_link)
    save(out, artifacts(a="2"))
    assert (out / "mine").read_text() == "mine"
    assert (out / "mine").stat().st_mode & 0o777 == 0o640
    assert os.readlink(out / "link") == "mine"


def test_edited_files_are_refused_by_name_and_overwritten_on_demand(out: Path) -> None:
    save(out, artifacts(a="1", b="2", c="3"))
    (out / "a").write_text("edited")
    (out / "c").write_text("edited too")
    before = tree(out)
    for given in (artifacts(a="1", b="2", c="3"), artifacts(a="new", b="2", c="new"), artifacts(b="2")):
        problems = refused(out, given)
        assert [(problem.code, problem.file) for problem in problems] == [
            ("file-edited", str(out / "a")),
            ("file-edited", str(out / "c")),
        ]
        assert "--overwrite" in problems[0].remedy
    assert tree(out) == before
    receipt = save(out, artifacts(a="1", b="2", c="3"), overwrite=True)
    assert (receipt.written, receipt.unchanged) == (["a", "c"], 1)
    assert ((out / "a").read_text(), (out / "c").read_text()) == ("1", "3")


def test_a_file_edited_to_what_is_coming_is_no_conflict(out: Path) -> None:
    save(out, artifacts(a="1"))
    (out / "a").write_text("2")
    assert save(out, artifacts(a="2")).written == []
    assert save(out, artifacts(a="3")).written == ["a"]


def test_a_deleted_file_comes_back(out: Path) -> None:
    save(out, artifacts(a="1", b="2"))
    (out / "a").unlink()
    assert save(out, artifacts(a="1", b="2")).written == ["a"]
    assert (out / "a").read_text() == "1"


@pytest.mark.parametrize("index", [b"", b"{", b'{"digest": 1}', b"\xff", b"[]", None])
def test_without_a_usable_index_nothing_of_others_is_replaced(index: bytes | None, out: Path) -> None:
    save(out, artifacts(a="1", b="2"))
    if index is None:
        (out / "artifacts.json").unlink()
    else:
        (out / "artifacts.json").write_bytes(index)
    assert [problem.code for problem in refused(out, artifacts(a="changed", b="2"))] == ["file-not-ours"]
    receipt = save(out, artifacts(a="1", b="2"))
    assert receipt.written == []
    assert save(out, artifacts(a="changed", b="2")).written == ["a"]


def test_an_index_that_names_files_outside_touches_none_of_them(out: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    save(out, artifacts(a="1"))
    entry = '{"path": "%s", "sha256": "0", "size": 1}'
    for path in ("../../secret", str(secret), "../../../../../../etc/passwd"):
        (out / "artifacts.json").write_text('{"digest": "x", "artifacts": [%s]}' % (entry % path))
        save(out, artifacts(a="2"), overwrite=True)
    assert secret.read_text() == "secret"


FOREIGN: dict[str, Callable[[Path, Path], object]] = {
    "a file where a file has to be": lambda out, _: (out / "a").write_text("x"),
    "a folder where a file has to be": lambda out, _: (out / "a" / "b").mkdir(parents=True),
    "a link where a file has to be": lambda out, outside: (out / "a").symlink_to(outside / "target"),
    "a broken link where a file has to be": lambda out, _: (out / "a").symlink_to("nowhere"),
    "a file where a folder has to be": lambda out, _: (out / "charts").write_text("x"),
    "a link where a folder has to be": lambda out, outside: (out / "charts").symlink_to(outside),
}


@pytest.mark.parametrize("how", FOREIGN)
def test_what_is_in_the_way_is_refused_and_never_written_through(how: str, out: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "target").write_text("untouched")
    out.mkdir(parents=True)
    (out / "mine").write_text("mine")
    FOREIGN[how](out, outside)
    before = tree(out)
    given = artifacts(a="1", charts__x__y="2")
    (problem,) = refused(out, given)
    assert (problem.code, problem.file) == ("file-not-ours", str(out / ("charts" if "folder has" in how else "a")))
    assert tree(out) == before
    save(out, given, overwrite=True)
    assert ((out / "a").read_text(), (out / "charts/x/y").read_text()) == ("1", "2")
    assert not (out / "a").is_symlink()
    assert not (out / "charts").is_symlink()
    assert (out / "mine").read_text() == "mine"
    assert tree(outside) == {"target": b"untouched"}


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "/x", "a\\..\\x", "a\0b", "", ".", "a\nb", "\x1b[31m", ".."],
)
def test_artifact_paths_stay_inside(path: str, out: Path) -> None:
    given = ArtifactSet(files=[Artifact(path="ok", content=b""), Artifact(path=path, content=b"x")])
    assert [problem.code for problem in refused(out, given)] == ["path-outside"]
    assert not out.parent.exists()


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    assert [problem.code for problem in refused(tmp_path / "out", artifacts(a="1"))] == ["output-unusable"]
    assert (tmp_path / "out").read_text() == "x"


@pytest.mark.parametrize("location", [".", "..", "/", "sub/..", ""])
def test_the_current_folder_is_no_output_folder(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    (problem,) = refused(location, artifacts(a="1"))
    assert problem.code == "output-unusable"
    assert [path.name for path in tmp_path.iterdir()] == ["sub"]


@pytest.mark.parametrize("location", ["a\0b", "loop/out"])
def test_a_name_that_no_folder_can_have(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.chdir(tmp_path)
    assert [problem.code for problem in refused(location, artifacts(a="1"))] == ["output-unusable"]


def test_a_name_that_is_too_long_is_an_outside_failure_or_refused(tmp_path: Path) -> None:
    with pytest.raises((InputError, OutsideError)) as caught:
        save(tmp_path / ("x" * 400), artifacts(a="1"))
    assert caught.value.problems[0].remedy


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    save(tmp_path / "link", artifacts(a="1"))
    save(tmp_path / "link", artifacts(a="2"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a").read_text() == "2"
    (tmp_path / "dangling").symlink_to("made")
    save(tmp_path / "dangling", artifacts(a="3"))
    assert (tmp_path / "made" / "a").read_text() == "3"


@pytest.mark.parametrize("location", ["../outside", "link/out", "link", "/outside-of-all", ".", "sub/../../outside"])
def test_a_workspace_confines_even_through_links(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "workspace"
    (workspace / "sub").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (workspace / "link").symlink_to(tmp_path / "outside")
    monkeypatch.chdir(workspace)
    (problem,) = refused(location, artifacts(a="1"), root=workspace)
    assert (problem.code, "outside the workspace" in problem.message) == ("output-unusable", True)
    assert list((tmp_path / "outside").iterdir()) == []


def test_inside_the_workspace_all_is_well(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "workspace").symlink_to("real")
    save(tmp_path / "workspace" / "out", artifacts(a="1"), root=tmp_path / "workspace")
    assert (tmp_path / "real" / "out" / "a").read_text() == "1"


def test_a_parent_that_is_a_file_is_an_outside_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutsideError) as caught:
        save(tmp_path / "file" / "out", artifacts(a="1"))
    assert caught.value.problems[0].code == "output-failed"


WRITER = """
import sys
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.destination import workspace
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink

mine = sys.argv[2]
for number in range(15):
    files = [Artifact(path=f"manifests/{n}.yaml", content=f"{mine} {number}".encode()) for n in range(5)]
    WorkspaceSink().save(ArtifactSet(files=files), f"sha256:{mine}-{number}", workspace(sys.argv[1]))
"""


def test_runs_into_one_folder_at_the_same_time_do_not_mix(out: Path) -> None:
    out.mkdir(parents=True)
    (out / "mine").write_text("mine")
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, str(out), name]) for name in "abc"]
    assert [run.wait() for run in runs] == [0, 0, 0]
    contents = {path.read_text() for path in (out / "manifests").iterdir()}
    assert len(contents) == 1
    assert contents <= {f"{name} 14" for name in "abc"}
    assert (out / "mine").read_text() == "mine"
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_two_renames_do_where_folders_cannot_be_exchanged(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    save(out, artifacts(a="1"))
    (out / "mine").write_text("mine")
    save(out, artifacts(a="2"))
    assert ((out / "a").read_text(), (out / "mine").read_text()) == ("2", "mine")
    assert [path.name for path in out.parent.iterdir()] == ["out"]


class Killed(BaseException):
    """Ends a run where it is, without any of its cleaning up."""


@pytest.mark.parametrize("deadly", [1, 2, 3, 4])
def test_a_run_killed_between_two_renames_loses_nothing(
    deadly: int, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(out, artifacts(a="1"))
    (out / "mine").write_text("mine")
    calls = 0
    rename = os.rename

    def dying(*arguments: str) -> None:
        nonlocal calls
        calls += 1
        if calls == deadly:
            raise Killed
        rename(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(exchange, "_exchange", lambda *_: False)
        patched.setattr(exchange.os, "rename", dying)
        patched.setattr(publish.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(Killed):
            save(out, artifacts(a="2"))
    save(out, artifacts(a="3"))
    assert ((out / "a").read_text(), (out / "mine").read_text()) == ("3", "mine")
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_rename_that_fails_puts_the_old_folder_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(out, artifacts(a="1"))
    rename = os.rename

    def failing(source: Path, target: Path) -> None:
        if target == out and source.name.endswith("new"):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    monkeypatch.setattr(exchange.os, "rename", failing)
    with pytest.raises(OutsideError):
        save(out, artifacts(a="2"))
    assert (out / "a").read_text() == "1"
    assert [path.name for path in out.parent.iterdir()] == ["out"]
