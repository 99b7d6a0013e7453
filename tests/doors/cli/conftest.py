import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.support.in_process import run_here
from tests.support.manifests import SAID, Made


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test runs in a folder of its own, with memory of its own and a fixed clock."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("INFRA_ENGINEER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1746657912")
    return folder


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs the program's real entry in this process; loading the kernel anew would take seconds a test."""

    def call(*arguments: str) -> Outcome:
        code = run_here(*arguments)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Gives the program something on its standard input."""

    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


@pytest.fixture
def made(program: Callable[..., Outcome], workspace: Path) -> Made:
    """Imports texts, generates every bundle, and returns the objects by kind and name and what the import told."""

    def make(*documents: str, expected: int = 0, flags: tuple[str, ...] = ()) -> tuple[dict[str, dict[str, Any]], str]:
        (workspace / "in.yaml").write_text("---\n".join(documents))
        imported = program("import", "in.yaml", "-o", "bundles", *SAID, *flags)
        assert imported.code == 0, imported.err
        generated = program("generate", "bundles", "-o", "out")
        assert generated.code == expected, generated.err
        files = sorted((workspace / "out").rglob("manifests/*/*.yaml"))
        objects = [item for file in files for item in yaml.safe_load_all(file.read_text())]
        return {f"{item['kind']}/{item['metadata']['name']}": item for item in objects}, imported.err

    return make
