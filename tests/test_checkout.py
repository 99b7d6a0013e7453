"""Digests of a checkout's modules are those of its files, also where some of them are kept."""

import base64
import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from agent import checkout

_PACKAGES = ("one", "two")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages whose files were all changed an hour ago, as far as that can be said."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    # The time of a change cannot be set: a tick is short here, and the tests wait for one.
    monkeypatch.setattr(checkout, "_TICK_NANOSECONDS", 20_000_000)
    for path in ("one/__init__.py", "one/inner/a.py", "two/b.py", "one/note.txt", "one/__pycache__/c.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(f"# {path}\n")
    time.sleep(0.03)
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read."""
    paths: list[str] = []
    real = checkout._digest
    monkeypatch.setattr(checkout, "_digest", lambda path: (paths.append(Path(path).name), real(path))[1])
    return paths


def expected(root: Path) -> dict[str, str]:
    modules = {path: (root / path).read_bytes() for path in ("one/__init__.py", "one/inner/a.py", "two/b.py")}
    return {
        path: "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        for path, content in modules.items()
    }


def test_files_are_read_once_and_again_when_they_are_edited(root: Path, read: list[str]) -> None:
    for _ in range(2):
        assert checkout.module_digests(root, _PACKAGES) == expected(root)
    assert sorted(read) == ["__init__.py", "a.py", "b.py"]
    before = (root / "two/b.py").stat()
    (root / "two/b.py").write_text("# two/c.py\n")  # as long, and as old
    os.utime(root / "two/b.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    read.clear()
    assert checkout.module_digests(root, _PACKAGES) == expected(root)
    assert read == ["b.py"]


def test_a_file_that_was_changed_just_before_is_read_again(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkout, "_TICK_NANOSECONDS", 3600 * 10**9)
    for _ in range(2):
        assert checkout.module_digests(root, _PACKAGES) == expected(root)
    assert len(read) == 6
    monkeypatch.setattr(checkout, "_TICK_NANOSECONDS", 0)  # as if it were long ago
    for _ in range(2):
        assert checkout.module_digests(root, _PACKAGES) == expected(root)
    assert len(read) == 6


@pytest.mark.parametrize("kept", ["", "[]", '{"%s/two/b.py": 1}', '{"%s/two/b.py": [1]}', "[" * 100_000])
def test_what_is_kept_may_be_anything(root: Path, kept: str) -> None:
    checkout.module_digests(root, _PACKAGES)
    (root / "one/__pycache__/digests.json").write_text(kept.replace("%s", str(root)))
    assert checkout.module_digests(root, _PACKAGES) == expected(root)
    held = json.loads((root / "one/__pycache__/digests.json").read_text())
    assert {Path(path).name for path in held} == {"__init__.py", "a.py", "b.py"}


def test_nothing_is_kept_where_no_bytecode_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert checkout.module_digests(root, _PACKAGES) == expected(root)
    assert not (root / "one/__pycache__/digests.json").exists()
