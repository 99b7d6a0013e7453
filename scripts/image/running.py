"""The image's own command in its root filesystem: as its user, everything read-only but its volumes."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.image.containerfile import Step
from tests.support.mounts import can_mount

_TIMEOUT_SECONDS = 120


@dataclass(frozen=True)
class Image:
    """What a container would be made of.

    Attributes:
        root: the root filesystem.
        mounted: what is seen at which of its paths beside that.
        steps: steps of the last stage.
    """

    root: Path
    mounted: dict[str, Path]
    steps: list[Step]

    @property
    def entered(self) -> bool:
        """Whether this machine lets its root filesystem be entered; where it does not, its code runs outside of it."""
        return can_mount()

    def run(self, workspace: Path, *arguments: str, entry: list[str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run its command.

        Args:
            workspace: the folder that is its workspace; it is given to its user.
            arguments: what the command is given.
            entry: what to run instead of the command.
        """
        variables = dict(words.split("=", 1) for step in self.steps if step.word == "ENV" for words in step.arguments)
        if self.entered:
            command = self._inside(workspace, [*(entry or self._only("ENTRYPOINT")), *arguments])
        else:
            command = [sys.executable, *(entry or self._only("ENTRYPOINT"))[1:], *arguments]
            folders = [str(self.mounted[path]) for path in variables["PYTHONPATH"].split(":")]
            variables |= {"PYTHONPATH": ":".join(folders), "INFRA_ENGINEER_STATE_DIR": str(workspace.parent / "state")}
        return subprocess.run(
            command,
            cwd=workspace,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SOURCE_DATE_EPOCH": "1746657912", **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )

    def _inside(self, workspace: Path, command: list[str]) -> list[str]:
        user, group = (int(number) for number in self._only("USER")[0].split(":"))
        inner, outer = ["--user", f"--map-user={user}", f"--map-group={group}"], ["--map-root-user"]
        if os.geteuid() == 0:
            inner, outer = [f"--setuid={user}", f"--setgid={group}"], []
            os.chown(workspace, user, group)
        into = ["unshare", f"--root={self.root}", f"--wd={self._only('WORKDIR')[0]}", *inner]
        lines = [*self._mounts(workspace), ["exec", *into, *command]]
        return ["unshare", "--mount", *outer, "sh", "-ec", "\n".join(map(shlex.join, lines))]

    def _mounts(self, workspace: Path) -> list[list[str]]:
        root = str(self.root)
        lines = [["mount", "--bind", root, root]]
        for path, source in self.mounted.items():
            lines += [
                ["mount", "--bind", str(source), f"{root}{path}"],
                ["mount", "-o", "remount,bind,ro", f"{root}{path}"],
            ]
        lines += [["mount", "--rbind", "/proc", f"{root}/proc"], ["mount", "--rbind", "/dev", f"{root}/dev"]]
        lines.append(["mount", "-o", "remount,bind,ro", root])
        lines.append(["mount", "--bind", str(workspace), f"{root}/workspace"])
        return lines + [
            ["mount", "-t", "tmpfs", "-o", "mode=1777", "none", f"{root}{volume}"]
            for volume in self._only("VOLUME")
            if volume != "/workspace"
        ]

    def _only(self, word: str) -> list[str]:
        (found,) = [step.arguments for step in self.steps if step.word == word]
        return found
