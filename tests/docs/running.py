"""Running what a page shows, in a folder that has the examples."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.generation import EXAMPLES, ROOT


def run_shown(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run the program of this checkout as a page writes it, without its name; it has to succeed."""
    (folder / "examples").symlink_to(EXAMPLES)
    return subprocess.run(
        [sys.executable, "-m", "agent", *command.split()],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={"INFRA_ENGINEER_STATE_DIR": str(folder / "state"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        check=True,
    )


def run_script(folder: Path, commands: str) -> subprocess.CompletedProcess[str]:
    """Run a page's lines of shell with the installed program; whether they succeed is for the caller to see."""
    return subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "INFRA_ENGINEER_STATE_DIR": str(folder / "state"),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        },
        check=False,
    )


def console_steps(page: str) -> list[tuple[str, str]]:
    """Return every command of a page's consoles with the output that it shows."""
    blocks = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    found = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in found]


def shown_pattern(shown: str) -> str:
    """Return a pattern for an output that a page shows; what it leaves out stands there as three dots."""
    return "(.|\n)*?".join(re.escape(part) for part in shown.rstrip("\n").split("…"))
