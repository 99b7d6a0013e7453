"""Merging by `git merge-file`, which everybody who keeps an output in a repository knows and has.

The library of Bazaar's merge (merge3) is under the GPL and cannot be part of this program; git is a program beside it.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from foundation.merging.markers import conflicts_in
from foundation.model.base import FrozenModel
from foundation.model.errors import OutsideError, Problem

TIMEOUT_SECONDS = 60
#: More conflicts than it counts are as many; anything above is a failure (git-merge-file, "DESCRIPTION").
_MOST_CONFLICTS = 127


class MergedText(FrozenModel):
    """What came of a merge.

    Attributes:
        text: the merged text; where both changed the same lines in different ways, both stand in it between markers.
        conflicts: one-based lines at which these places begin.
    """

    text: str
    conflicts: list[int]


def merge_texts(base: str, new: str, edited: str) -> MergedText:
    """Merge two texts that come from a common one; the same three give the same.

    Args:
        base: the common text.
        new: what the agent makes of it now.
        edited: what a person made of it.

    Raises:
        OutsideError: git is not there, or failed.
    """
    git = shutil.which("git")
    if git is None:
        raise _failed("the program 'git' was not found", "git-missing")
    with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
        names = ("new", "base", "edited")
        for name, text in zip(names, (new, base, edited), strict=True):
            (Path(folder) / name).write_text(text, newline="")
        done = _run([git, "merge-file", "-p", "--diff3", *_labels(), *names], folder)
    if not 0 <= done.returncode <= _MOST_CONFLICTS:
        raise _failed(f"git merge-file failed: {done.stderr.decode(errors='replace').strip()}", "git-failed")
    text = done.stdout.decode()
    return MergedText(text=text, conflicts=conflicts_in(text) if done.returncode else [])


def _labels() -> list[str]:
    return ["-L", "the new output", "-L", "the earlier output", "-L", "the edited file"]


def _run(command: list[str], folder: str) -> "subprocess.CompletedProcess[bytes]":
    """Run git without anybody's configuration: how conflicts are marked is a setting of it."""
    alone = {"HOME": folder, "PATH": os.defpath, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    alone |= {"GIT_CEILING_DIRECTORIES": os.path.dirname(folder), "LC_ALL": "C.UTF-8"}
    try:
        return subprocess.run(  # noqa: S603 - a fixed program on files that we just wrote, no shell
            command, cwd=folder, env=alone, capture_output=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(f"git merge-file failed: {error}", "git-failed") from error


def _failed(message: str, code: str) -> OutsideError:
    remedy = "Install git, or move the edits into the bundle or a template." if code == "git-missing" else "Try again."
    return OutsideError(Problem(code=code, message=message, remedy=remedy))
