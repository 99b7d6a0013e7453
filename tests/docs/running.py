"""Running what a page shows, in a folder that has the examples."""

import os
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
