"""Programs that run where something is mounted: truly if this machine allows that, else by the list of mounts alone."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_WAYS = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])


@dataclass
class Mounts:
    """What is mounted before a program runs.

    Attributes:
        folder: folder for what stands in for mounts.
        commands: what is to be done in a shell, one command a list.
        points: where something is mounted.
    """

    folder: Path
    commands: list[list[str]] = field(default_factory=list)
    points: list[Path] = field(default_factory=list)

    def tmpfs(self, point: Path, size: int | None = None) -> None:
        """Mount a file system of its own on a folder.

        Args:
            point: the folder.
            size: how many bytes it holds; as many as there is memory for, by default.
        """
        point.mkdir(parents=True, exist_ok=True)
        limits = ["-o", f"size={size}"] if size is not None else []
        self._add(["mount", "-t", "tmpfs", *limits, "none", str(point)], point)

    def bind(self, source: Path, point: Path) -> None:
        """Mount a folder or file of the same device on another."""
        if source.is_dir():
            point.mkdir(parents=True, exist_ok=True)
        else:
            point.parent.mkdir(parents=True, exist_ok=True)
            point.touch()
        self._add(["mount", "--bind", str(source), str(point)], point)

    def _add(self, command: list[str], point: Path) -> None:
        self.commands.append(command)
        self.points.append(point)

    def run(self, program: str, *arguments: object) -> Any:
        """Run a Python program that prints JSON, and return that."""
        way = _way()
        prelude = "" if way else self._listed()
        shell = ['"$@"'] if not way else [*(_quoted(command) for command in self.commands), '"$@"']
        command = [*(way or []), "sh", "-ec", "\n".join(shell), "sh", sys.executable, "-c", prelude + program]
        done = subprocess.run([*command, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _listed(self) -> str:
        """Nothing can be mounted here: the program is told that there are mounts, and has to keep off all the same."""
        return f"from tests.support import mounts\nmounts.pretend({str(self.folder)!r}, {[*map(str, self.points)]!r})\n"


def can_mount() -> bool:
    """Tell whether this machine lets file systems be mounted."""
    return _way() is not None


def pretend(folder: str | Path, points: list[str]) -> None:
    """Have a list say what is mounted, in this process."""
    from plugins.artifact_emitter.sinks.workspace import mounts

    mounts.MOUNTS = mount_list(Path(folder), points)


def mount_list(folder: Path, points: list[str]) -> Path:
    """Write a list of mounts in the kernel's form."""
    path = folder / "mountinfo"
    path.write_text("".join(f"40 1 0:5 / {point} rw - ext4 /dev/x rw\n" for point in points))
    return path


def _quoted(command: list[str]) -> str:
    import shlex

    return shlex.join(command)


@cache
def _way() -> list[str] | None:
    for way in _WAYS:
        try:
            trial = [*way, "mount", "-t", "tmpfs", "none", "/mnt"]
            if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
                return way
        except OSError:
            continue
    return None
