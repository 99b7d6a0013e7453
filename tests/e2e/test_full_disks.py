"""A disk that is really full: nothing is lost, and the way on is told.

Where nothing can be mounted, files that get longer than a limit stand in for it; the system says so by another error.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.generation import EXAMPLES, ROOT
from tests.support.mounts import Mounts, can_mount

#: Saves once into a small file system, fills it, saves something else, makes room, and saves that again.
PROGRAM = """
import errno, json, os, resource, subprocess, sys
bundle, full, state, mounted = sys.argv[1:]
os.environ |= {"INFRA_ENGINEER_STATE_DIR": state, "SOURCE_DATE_EPOCH": "1746657912"}
def run(*arguments, limit=resource.RLIM_INFINITY):
    command = [sys.executable, "-m", "agent", *arguments]
    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited)
    return [done.returncode, done.stdout, done.stderr]
def files(folder):
    found = [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names]
    return {path: open(path, "rb").read().decode("latin-1") for path in sorted(found) if "events" not in path}
generate = ["generate", bundle, "-o", os.environ.get("OUT", full + "/out"), "-q"]
first = run(*generate)
before = files(full + "/out")
ballast, reason = os.path.join(full, "ballast"), errno.EFBIG
if mounted == "True":
    try:
        with open(ballast, "wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError as error:
        reason = error.errno
changed = [*generate, "--set", "component.replicas=3"]
refused = run(*changed, limit=resource.RLIM_INFINITY if mounted == "True" else 1000)
after, names = files(full + "/out"), sorted(set(os.listdir(full)) - {"ballast"})
if mounted == "True":
    os.unlink(ballast)
again = run(*changed, *(["--force"] if "OUT" in os.environ else []))
print(json.dumps({"first": first, "refused": refused, "again": again, "reason": os.strerror(reason), "names": names,
                  "same": before == after, "runs": run("runs", "list", "--json")}))
"""


def told(tmp_path: Path, full: Path, state: Path) -> dict[str, Any]:
    mounts = Mounts(tmp_path)
    mounts.tmpfs(full, 3 * 1024 * 1024)
    found: dict[str, Any] = mounts.run(PROGRAM, EXAMPLES / "minimal.yaml", full, state, can_mount())
    assert found["reason"] == ("No space left on device" if can_mount() else "File too large")
    return found


def test_an_output_on_a_full_disk_stays_as_it_was(tmp_path: Path) -> None:
    found = told(tmp_path, tmp_path / "full", tmp_path / "state")
    assert (found["first"][0], found["refused"][0], found["again"][0]) == (0, 3, 0), found
    assert found["reason"] in found["refused"][2]
    assert ("Nothing was changed" if can_mount() else "machine-exhausted") in found["refused"][2]
    assert found["same"]
    assert found["names"] == ["out"], "nothing is left beside"


def test_a_full_disk_for_temporary_files_is_no_defect_of_the_agent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "full"))
    found = told(tmp_path, tmp_path / "full", tmp_path / "state")
    assert (found["first"][0], found["refused"][0], found["again"][0]) == (0, 3, 0), found
    assert "machine-exhausted" in found["refused"][2]
    assert "internal" not in found["refused"][2]
    assert found["same"]


def test_a_memory_on_a_full_disk_fails_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUT", str(tmp_path / "out"))
    found = told(tmp_path, tmp_path / "full", tmp_path / "full" / "state")
    # A limit on the length of files holds for all of them, so there the run itself cannot be made.
    assert (found["first"][0], found["refused"][0], found["again"][0]) == (0, 0 if can_mount() else 3, 0), found
    assert re.search("memory.sqlite cannot be used: (disk I/O error|database or disk is full)", found["refused"][2])
    assert found["runs"][1].count('"run_id"') == 2, "made again with --force, it is known as well"


def test_a_folder_for_temporary_files_that_is_not_there_is_no_fault_of_the_chart(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "agent", "generate", str(EXAMPLES / "minimal.yaml"), "-o", str(tmp_path / "out")],
        env={**os.environ, "TMPDIR": str(tmp_path / "gone"), "INFRA_ENGINEER_STATE_DIR": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 3
    assert "error machine-exhausted  this machine" in done.stderr
    assert "helm-lint" not in done.stderr
    assert not (tmp_path / "out").exists()
