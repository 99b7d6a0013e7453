"""What others have in an output folder: refused, kept beside or told of, and in no case gone in silence."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.model.destination import Receipt
from plugins.artifact_emitter.sinks.workspace import mounts
from tests.plugins.artifact_emitter.test_workspace import artifacts, refused, save, tree
from tests.support.mounts import mount_list


@pytest.fixture(params=["exchanged", "in place"])
def out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an output folder that is replaced as a whole, and one that seems to be mounted."""
    out = tmp_path / "out"
    out.mkdir()
    if request.param == "in place":
        monkeypatch.setattr(mounts, "MOUNTS", mount_list(tmp_path, [str(out)]))
    return out


def told(receipt: Receipt, out: Path) -> list[tuple[str, str]]:
    """Code and path of what a save has to say."""
    assert all((finding.severity, bool(finding.remedy)) == ("warning", True) for finding in receipt.findings)
    return [(finding.code, str(Path(finding.file or "").relative_to(out))) for finding in receipt.findings]


#: What other programs, and people, call artifacts.json.
FOREIGN_INDEXES = {
    "a release tool's": b'[{"name": "app", "path": "dist/app", "type": "Binary"}]',
    "a build's": b'{"artifacts": [{"name": "app.zip", "url": "https://x"}]}',
    "ours with more": b'{"digest": "sha256:1", "artifacts": [], "signed-by": "me"}',
    "broken, with our names": b'{"digest": "sha256:1", "artifacts": [{"path": "a", "note": "keep"',
    "a note": b"remember the milk",
    "a number": b"42",
    "one in UTF-16": '{"mine": 1}'.encode("utf-16"),
    "empty of ours": b'{"version": 1}',
    "nested without end": b"[" * 20_000 + b"1",
}


@pytest.mark.parametrize("content", FOREIGN_INDEXES.values(), ids=FOREIGN_INDEXES)
def test_an_index_of_somebody_else_is_refused_and_replaced_only_in_so_many_words(content: bytes, out: Path) -> None:
    (out / "artifacts.json").write_bytes(content)
    (problem,) = refused(out, artifacts(a="1"))
    assert (problem.code, problem.file) == ("file-not-ours", str(out / "artifacts.json"))
    assert problem.message == "a file of somebody else is here"
    assert problem.remedy == "Move it, choose another output folder, or pass --overwrite to replace it."
    assert tree(out) == {"artifacts.json": content}
    assert told(save(out, artifacts(a="1"), overwrite=True), out) == [("file-replaced", "artifacts.json")]
    assert sorted(tree(out)) == ["a", "artifacts.json"]
    assert told(save(out, artifacts(a="2")), out) == []


WHOLE = '{\n  "digest": "sha256:1",\n  "artifacts": [\n    {\n      "path": "a",\n      "size": 1\n    }\n  ]\n}\n'


@pytest.mark.parametrize("length", [*range(1, len(WHOLE) - 1, 7), len(WHOLE) - 4])
def test_an_index_that_was_cut_off_is_no_obstacle_and_what_it_said_is_kept(length: int, out: Path) -> None:
    save(out, artifacts(a="1"))
    said = WHOLE[:length]
    (out / "artifacts.json").write_text(said)
    assert [(problem.code, problem.file) for problem in refused(out, artifacts(a="2"))] == [
        ("file-not-ours", str(out / "a"))
    ]
    receipt = save(out, artifacts(a="1"))
    says_nothing = not any(letter.isalnum() for letter in said)
    assert told(receipt, out) == ([] if says_nothing else [("file-kept", "artifacts.json.kept")])
    assert says_nothing or (out / "artifacts.json.kept").read_text() == said
    assert json.loads((out / "artifacts.json").read_text())["artifacts"][0]["path"] == "a"


def test_an_index_in_an_unfinished_merge_is_damaged_and_not_foreign(out: Path) -> None:
    save(out, artifacts(a="1"))
    ours = (out / "artifacts.json").read_text().splitlines()
    merged = [ours[0], "<<<<<<< HEAD", *ours[1:3], "=======", '  "digest": "sha256:2",', ">>>>>>> other", *ours[3:]]
    (out / "artifacts.json").write_text("\n".join(merged) + "\n")
    assert told(save(out, artifacts(a="1")), out) == [("file-kept", "artifacts.json.kept")]


@pytest.mark.parametrize("content", [b"", b" \n", b"\0" * 512, b"{", b"{}", b"[]"])
def test_an_index_that_says_nothing_goes(content: bytes, out: Path) -> None:
    (out / "artifacts.json").write_bytes(content)
    assert told(save(out, artifacts(a="1")), out) == []
    assert sorted(tree(out)) == ["a", "artifacts.json"]


def folder_with_files(path: Path) -> None:
    (path / "deep").mkdir(parents=True)
    (path / "deep" / "one").write_text("1")
    (path / "two").write_text("2")


def unix_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


#: What stands in the way, what a message calls it, and what is there in the end under the other name.
OBSTACLES: dict[str, tuple[Callable[[Path], object], Callable[[Path], bool]]] = {
    "a folder": (folder_with_files, lambda kept: tree(kept) == {"deep": None, "deep/one": b"1", "two": b"2"}),
    "a pipe": (os.mkfifo, lambda kept: kept.is_fifo()),
    "a socket": (unix_socket, lambda kept: kept.is_socket()),
}


@pytest.mark.parametrize("path", ["a", "charts/x/y", "artifacts.json"])
@pytest.mark.parametrize("what", OBSTACLES)
def test_what_is_no_file_is_kept_beside_whatever_is_wanted(what: str, path: str, out: Path) -> None:
    make, is_there = OBSTACLES[what]
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    make(out / path)
    (problem,) = refused(out, artifacts(a="1", charts__x__y="2"))
    assert (problem.code, problem.file) == ("file-not-ours", str(out / path))
    assert problem.message == f"{what} of somebody else is here"
    assert problem.remedy.endswith("or pass --overwrite to have it kept beside under another name.")
    receipt = save(out, artifacts(a="1", charts__x__y="2"), overwrite=True)
    assert told(receipt, out) == [("file-kept", f"{path}.kept")]
    assert is_there(out / f"{path}.kept")
    assert ((out / "a").read_text(), (out / "charts/x/y").read_text()) == ("1", "2")
    assert told(save(out, artifacts(a="1", charts__x__y="3")), out) == [], "what is beside stays there"
    assert is_there(out / f"{path}.kept")


@pytest.mark.parametrize("what", ["a file", "a link", "a pipe"])
@pytest.mark.parametrize("path", ["charts", "charts/x"])
def test_what_is_where_a_folder_has_to_be_is_kept_beside(what: str, path: str, out: Path) -> None:
    place = out / path
    place.parent.mkdir(exist_ok=True)
    {
        "a file": lambda: place.write_text("mine"),
        "a link": lambda: place.symlink_to(out.parent),
        "a pipe": lambda: os.mkfifo(place),
    }[what]()
    (problem,) = refused(out, artifacts(charts__x__y="2"))
    assert (problem.code, problem.file) == ("file-not-ours", str(place))
    assert problem.message == f"{what} of somebody else is where a folder has to be"
    assert told(save(out, artifacts(charts__x__y="2"), overwrite=True), out) == [("file-kept", f"{path}.kept")]
    kept = out / f"{path}.kept"
    assert {"a file": kept.is_file, "a link": kept.is_symlink, "a pipe": kept.is_fifo}[what]()
    assert (out / "charts/x/y").read_text() == "2"


def test_names_that_are_taken_too_lead_to_further_names(out: Path) -> None:
    for name in ("a", "a.kept", "a.kept2"):
        folder_with_files(out / name)
    receipt = save(out, artifacts(a="1"), overwrite=True)
    assert all(code == "file-kept" for code, _ in told(receipt, out))
    assert sum(path.is_file() for path in out.rglob("*")) == 3 * 2 + 2, "nothing is lost"


def test_what_is_lost_because_that_was_wanted_is_named(out: Path) -> None:
    save(out, artifacts(a="1", b="2", gone="3"))
    for name in ("a", "gone", "new"):
        (out / name).write_text("edited")
    receipt = save(out, artifacts(a="1", b="2", new="4"), overwrite=True)
    assert [(finding.code, finding.message) for finding in receipt.findings] == [
        ("file-replaced", "--overwrite replaced what was edited here"),
        ("file-replaced", "--overwrite removed what was edited here"),
        ("file-replaced", "--overwrite replaced a file of somebody else"),
    ]
    assert sorted(tree(out)) == ["a", "artifacts.json", "b", "new"]


CHART = {"charts/x/Chart.yaml": "1", "charts/x/templates/a.yaml": "2", "manifests/dev/a.yaml": "3", "report.json": "4"}
KUSTOMIZE = {"kustomize/base/kustomization.yaml": "1", "kustomize/base/a.yaml": "2"}
DEPLOYED = (
    "charts/x/.helmignore",
    "charts/x/charts/sub-1.0.0.tgz",
    "charts/x/crds/mine.yaml",
    "charts/x/templates/deployment.yaml.kept",
    "charts/x/templates/inner/mine.txt",
    "charts/x/templates/mine.yaml",
    "manifests/dev/mine.json",
    "manifests/dev/mine.yaml",
)
NOT_DEPLOYED = (
    "notes.yaml",
    "charts/x/NOTES.md",
    "charts/x/templates/.mine.swp",
    "charts/other/templates/mine.yaml",
    "manifests/dev/README.md",
    "manifests/mine.yaml",
    "kustomize/base/mine.yaml",
)


def test_files_that_are_deployed_with_the_output_are_told_of_until_they_are_gone(out: Path) -> None:
    given = artifacts(**CHART, **KUSTOMIZE)
    assert told(save(out, given), out) == []
    for name in (*DEPLOYED, *NOT_DEPLOYED):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("mine")
    before = tree(out)
    unchecked = [("file-unchecked", name) for name in DEPLOYED]
    assert told(save(out, given), out) == unchecked, "an unchanged run says it too"
    assert told(save(out, given, overwrite=True), out) == unchecked, "nobody replaces them"
    assert tree(out) == before
    for name in DEPLOYED:
        (out / name).unlink()
    assert told(save(out, given), out) == []


#: Saves as a user who is not root, where nothing may be written; prints code and message.
FORBIDDEN = """
import os, sys, tempfile
from pathlib import Path
from foundation.model.destination import workspace
from foundation.model.errors import OutsideError
from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink

given = ArtifactSet(files=[Artifact(path="a", content=b"1")])
with tempfile.TemporaryDirectory() as name:
    os.chmod(name, 0o777)
    closed = Path(name) / "closed"
    closed.mkdir(mode=0o555)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, -1)
        os.setresuid(65534, 65534, 0)
    try:
        WorkspaceSink().save(given, given.digest, workspace(f"{closed}{sys.argv[1]}"))
    except OutsideError as error:
        (problem,) = error.problems
        print(problem.code, problem.file, problem.message.replace(name, ""))
    if os.getresuid()[2] == 0:
        os.setresuid(0, 0, 0)
    assert os.listdir(closed) == []
"""


@pytest.mark.parametrize("place", ["", "/out", "/deep/out"])
def test_a_folder_that_may_not_be_written_is_named_as_its_user_knows_it(place: str) -> None:
    done = subprocess.run([sys.executable, "-c", FORBIDDEN, place], capture_output=True, encoding="utf-8", check=True)
    folder = "/closed/deep" if place == "/deep/out" else "/closed"
    assert done.stdout == f"output-failed --output {folder} cannot be written: Permission denied\n"
