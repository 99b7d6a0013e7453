"""Runs that are killed at each change that they make to files, on both ways of saving."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from foundation.model.errors import OutsideError
from tests.plugins.artifact_emitter.saving import AFTER, BEFORE, MINE, content_of, first_run, save

#: Kills a run at each change that it makes, sees what is there, and lets the next run go on; prints what was seen.
PROGRAM = """
import json, os, sys
from pathlib import Path
from foundation.model.run.artifacts import sha256
from plugins.artifact_emitter.sinks.workspace import exchange, in_place, publish
from plugins.artifact_emitter.index import read_index
from tests.plugins.artifact_emitter.saving import AFTER, MINE, content_of, first_run, save
from tests.support.killing import attempt
from tests.support.mounts import pretend

root, route, way = Path(sys.argv[1]), *sys.argv[2:]
if way == "without":
    exchange._renamed = lambda *_: False

def indexed(out, content):
    index = read_index(out)
    ours = {path: sha256(text.encode()) for path, text in content.items() if path not in MINE}
    return index is not None and index.digests == ours

def run(number):
    out = root / str(number) / "out"
    out.mkdir(parents=True)
    pretend(root, [str(out)] if route == "in place" else [])
    inode = first_run(out)
    killed = attempt(lambda: save(out, AFTER), number)
    found = content_of(out)
    if number % 2:
        publish.recover(out)
        in_place.recover_in_place(out)
    between = content_of(out)
    index = indexed(out, between)
    attempt(lambda: save(out, AFTER), 0)
    names = [sorted(os.listdir(out)), os.listdir(out.parent)]
    print(json.dumps([found, between, content_of(out), names, out.stat().st_ino == inode, index]))
    return killed

number = 1
while run(number):
    number += 1
"""


@pytest.mark.parametrize("way", ["exchange", "without"])
@pytest.mark.parametrize("route", ["whole", "in place"])
def test_a_run_killed_at_any_change_loses_nothing_and_the_next_one_converges(
    route: str, way: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), route, way]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(seen) > 25
    old, new = BEFORE | MINE, AFTER | MINE
    for number, (found, between, after, names, same, index) in enumerate(seen, 1):
        if (route, way) == ("whole", "exchange"):
            assert found in (old, new)
            assert index
        elif route == "in place":  # until the next run, files of both may be there
            assert found.items() >= MINE.items()
        assert number % 2 == 0 or (index and between in (old, new))
        assert (after, same) == (new, route == "in place")
        assert names == [["a", "artifacts.json", "deep", "manifests", "mine", "same"], ["out"]]
    assert [old, new] == [one for one in (old, new) if one in [one[1] for one in seen[::2]]]


def test_an_error_on_the_way_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    first_run(target)
    before, index = content_of(target), (target / "artifacts.json").read_bytes()

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr("shutil.copy2", full)
    with pytest.raises(OutsideError, match="cannot be written: No space left on device"):
        save(target, AFTER)
    assert (content_of(target), (target / "artifacts.json").read_bytes()) == (before, index)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
