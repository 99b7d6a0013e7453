"""Packages are installed by uv, or by pip with one line about it; both from a folder, so that no index is asked."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.generation import ROOT

#: Make puts uv there, except on machines that cannot have it.
UV = Path(sys.executable).parent / "uv"


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with one small package."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    with zipfile.ZipFile(folder / "hello-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("hello.py", "print('hello')\n")
        wheel.writestr("hello-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n")
        wheel.writestr("hello-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("hello-1.0.dist-info/RECORD", "")
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The interpreter of an empty environment."""
    venv.create(tmp_path / "venv", with_pip=True)
    return tmp_path / "venv" / "bin" / "python"


def install(python: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    call = "import sys; from scripts.install import install; install(*sys.argv[2:], python=sys.argv[1])"
    return subprocess.run(
        [sys.executable, "-c", call, str(python), *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "true", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_where_uv_is_it_installs_without_a_word(python: Path, wheels: Path) -> None:
    done = install(python, "--no-index", "--find-links", str(wheels), "hello")
    assert (done.returncode, done.stdout) == (0, "")
    assert (done.stderr == "") == UV.is_file()
    assert subprocess.run([python, "-c", "import hello"], capture_output=True, check=True).stdout == b"hello\n"


def test_pip_installs_where_uv_fails_and_one_line_says_so(python: Path, wheels: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.toml")
    done = install(python, "--no-index", "--find-links", str(wheels), "hello", UV_CONFIG_FILE=missing)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 0
    assert line.startswith("uv did not install (")
    assert line.endswith("); pip does it now, which takes a minute or two")
    assert subprocess.run([python, "-c", "import hello"], capture_output=True, check=True).stdout == b"hello\n"


def test_what_neither_can_install_is_a_failure(python: Path, wheels: Path) -> None:
    done = install(python, "--no-index", "--find-links", str(wheels), "goodbye")
    assert done.returncode != 0
    assert "goodbye" in done.stderr
