"""Output folders at a mount point, with mounts in them, and across file systems."""

from pathlib import Path
from typing import Any

import pytest

from plugins.artifact_emitter.sinks.workspace import mounts as mounts_module
from plugins.artifact_emitter.sinks.workspace.mounts import mounted_in
from tests.support.mounts import Mounts, mount_list

#: Saves one set of files after the other, with what others do in between, and tells what is there in the end.
PROGRAM = """
import json, os, sys
from pathlib import Path
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.destination import workspace
from foundation.model.errors import AgentError
from plugins.artifact_emitter.sinks.workspace import WorkspaceSink

out = Path(sys.argv[1])

def save(overwrite=False, **files):
    given = ArtifactSet(files=[
        Artifact(path=name.replace("__", "/"), content=text.encode()) for name, text in files.items()
    ])
    try:
        receipt = WorkspaceSink().save(given, given.digest, workspace(str(out), overwrite=overwrite))
    except AgentError as error:
        return [[problem.code, problem.file] for problem in error.problems]
    return [receipt.written, receipt.unchanged, receipt.removed]

def tree():
    return {
        str(path.relative_to(out)): path.read_text()
        for path in sorted(out.rglob("*")) if path.is_file() and path.name != "artifacts.json"
    }

def identity(path):
    return [os.stat(path).st_dev, os.stat(path).st_ino]

"""


@pytest.fixture
def mounts(tmp_path: Path) -> Mounts:
    return Mounts(tmp_path)


@pytest.fixture(params=["tmpfs", "bind"])
def at_mount(request: pytest.FixtureRequest, mounts: Mounts, tmp_path: Path) -> Path:
    """Return a folder that is a mount point, of another file system or of the same one."""
    out = tmp_path / "parent" / "out"
    if request.param == "tmpfs":
        mounts.tmpfs(out)
    else:
        (tmp_path / "volume").mkdir()
        mounts.bind(tmp_path / "volume", out)
    return out


def run(mounts: Mounts, out: Path, steps: str) -> Any:
    return mounts.run(PROGRAM + steps, out)


def test_an_output_folder_that_is_a_mount_point_works(mounts: Mounts, at_mount: Path) -> None:
    steps = """
before = identity(out)
(out / "mine").write_text("mine")
said = [save(a="1", old__c="2"), save(a="1", old__c="2"), save(a="changed", new__d="3")]
print(json.dumps([said, tree(), sorted(os.listdir(out)), os.listdir(out.parent), identity(out) == before]))
"""
    assert run(mounts, at_mount, steps) == [
        [[["a", "old/c"], 0, []], [[], 2, []], [["a", "new/d"], 0, ["old/c"]]],
        {"a": "changed", "mine": "mine", "new/d": "3"},
        ["a", "artifacts.json", "mine", "new"],
        ["out"],
        True,
    ]


def test_edits_are_refused_at_a_mount_point_too(mounts: Mounts, at_mount: Path) -> None:
    steps = """
save(a="1", b="2")
(out / "a").write_text("edited")
refused, before = save(a="3", b="3"), tree()
print(json.dumps([refused, before, save(overwrite=True, a="3", b="3"), tree()]))
"""
    assert run(mounts, at_mount, steps) == [
        [["file-edited", str(at_mount / "a")]],
        {"a": "edited", "b": "2"},
        [["a", "b"], 0, []],
        {"a": "3", "b": "3"},
    ]


def test_what_is_mounted_in_the_output_folder_is_not_touched(mounts: Mounts, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "volume" / "deep").mkdir(parents=True)
    (tmp_path / "volume" / "deep" / "data").write_text("data")
    # Were the volume entered, these would look like files of ours.
    (tmp_path / "volume" / "a").write_text("1")
    (tmp_path / "single").write_text("single")
    mounts.tmpfs(out / "cache")
    mounts.bind(tmp_path / "volume", out / "shared")
    mounts.bind(tmp_path / "single", out / "charts" / "mounted")
    steps = """
(out / "cache" / "x").write_text("x")
(out / "shared" / "a").write_text("1")
places = [out / "cache", out / "shared", out / "charts" / "mounted"]
(out / "charts" / "mounted").write_text("single")
before = [identity(path) for path in places]
said = [save(a="1", charts__b="2"), save(a="2", charts__b="2"), save(a="2")]
print(json.dumps([said, tree(), [identity(path) for path in places] == before]))
"""
    said, tree, same = run(mounts, out, steps)
    assert said == [[["a", "charts/b"], 0, []], [["a"], 1, []], [[], 1, ["charts/b"]]]
    assert {name: text for name, text in tree.items() if name != "shared/deep/data"} == {
        "a": "2",
        "cache/x": "x",
        "charts/mounted": "single",
        "shared/a": "1",
    }
    assert same
    assert (tmp_path / "volume" / "deep" / "data").read_text() == "data"


def test_files_that_would_go_to_two_file_systems_are_refused(mounts: Mounts, tmp_path: Path) -> None:
    out = tmp_path / "out"
    mounts.tmpfs(out / "manifests")
    mounts.tmpfs(out / "charts" / "inner")
    steps = """
(out / "manifests" / "x").write_text("x")
(out / "a").write_text("1")
said = save(a="1", manifests__dev="2", charts__inner="3")
print(json.dumps([said, tree(), sorted(os.listdir(out)), save(a="1", charts__other="2"), tree()]))
"""
    assert run(mounts, out, steps) == [
        [["output-mounted", str(out / "charts" / "inner")], ["output-mounted", str(out / "manifests")]],
        {"a": "1", "manifests/x": "x"},
        ["a", "charts", "manifests"],
        [["charts/other"], 1, []],
        {"a": "1", "charts/other": "2", "manifests/x": "x"},
    ]


def test_a_file_of_an_earlier_run_that_was_mounted_over_stays(mounts: Mounts, tmp_path: Path) -> None:
    out = tmp_path / "out"
    mounts.tmpfs(out / "old")
    (out / "old" / "c").write_text("3")
    digest = "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
    entry = f'{{"path": "old/c", "sha256": "{digest}", "size": 1}}'
    (out / "artifacts.json").write_text(f'{{"digest": "x", "artifacts": [{entry}]}}')
    steps = """
(out / "old" / "c").write_text("3")
print(json.dumps([save(a="1"), tree()]))
"""
    assert run(mounts, out, steps) == [[["a"], 0, []], {"a": "1", "old/c": "3"}]


def test_the_list_of_mounts_is_read_as_the_kernel_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    (out / "inner").mkdir(parents=True)
    listed = [f"{out}/with\\040space", f"{out}2/other", f"{out}/back\\134slash", str(tmp_path), str(out)]
    monkeypatch.setattr(mounts_module, "MOUNTS", mount_list(tmp_path, listed))
    assert mounted_in(out) == [out, out / "back\\slash", out / "with space"]
    monkeypatch.setattr(mounts_module, "MOUNTS", tmp_path / "nothing")
    assert mounted_in(out) == []
    assert Path("/proc") in mounted_in(Path("/proc"))


DOOR = """
import contextlib, io, json, os, sys
from pathlib import Path
from agent.doors.cli.main import run

_, example, out, os.environ["INFRA_ENGINEER_STATE_DIR"] = sys.argv
(Path(out) / "mine").write_text("mine")
said = []
for replicas in (2, 3):
    sys.argv = ["infra-engineer", "generate", example, "-o", out, "--set", f"component.replicas={replicas}"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        run()
    said.append(json.loads((Path(out) / "artifacts.json").read_text())["digest"])
print(json.dumps([len(set(said)), sorted(os.listdir(out)), (Path(out) / "mine").read_text()]))
"""


def test_generate_writes_to_a_mount_point(mounts: Mounts, at_mount: Path, tmp_path: Path) -> None:
    example = Path(__file__).parents[3] / "examples" / "minimal.yaml"
    names = ["artifacts.json", "charts", "events.jsonl", "manifests", "mine", "report.json"]
    assert mounts.run(DOOR, example, at_mount, tmp_path / "state") == [2, names, "mine"]
