"""Processes that measure by themselves, and the programs that figures are held against."""

import json
import os
import shutil
import subprocess
import sys
from typing import Any

from benchmarks.measuring import ROOT, Cost, median
from benchmarks.workspace import Workspace


def measured_by(module: str, workspace: Workspace, *arguments: str, **more: str) -> Any:
    """Run one of the child modules and return what it prints.

    Args:
        module: its name in ``benchmarks.children``.
        workspace: where it reads and writes.
        arguments: what it is given.
        more: further variables of its environment.
    """
    command = [sys.executable, "-m", f"benchmarks.children.{module}", *arguments]
    environment = {**os.environ, **workspace.environment, **more}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment, cwd=ROOT)
    return json.loads(done.stdout)


def costs_in(pairs: list[tuple[float, float]], share: int = 1) -> Cost:
    """Return the median of pairs of wall and processor seconds.

    Args:
        pairs: the pairs.
        share: how many things each pair is of.
    """
    return median([Cost(wall / share, processor / share) for wall, processor in pairs])


def tool(name: str) -> str | None:
    """Return a program that the project fetches for itself or that is on the PATH, if there is one."""
    own = ROOT / ".cache" / "tools" / name
    return str(own) if own.is_file() else shutil.which(name)
