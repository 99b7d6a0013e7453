"""Running the git program on a repository of our own that is removed afterwards.

It gets no shell, no configuration of anybody (what a user's own says may run programs), no hooks, no prompts, and one
protocol. HOME stays, for the keys of ssh and the .netrc of https.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from foundation.model.errors import OutsideError, Problem

TIMEOUT_SECONDS = 120
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "credential.helper=",
    "gc.auto=0",
    "maintenance.auto=false",
    "fetch.recurseSubmodules=false",
    "push.recurseSubmodules=no",
    "push.gpgSign=false",
)


class GitProgram:
    """The git program in one folder.

    Args:
        folder: a bare repository of our own, or the empty folder that becomes one.
        protocol: the only protocol that may be spoken.

    Raises:
        OutsideError: there is no such program.
    """

    def __init__(self, folder: Path, protocol: str) -> None:
        found = shutil.which("git")
        if found is None:
            message = "the program git is not on the search path"
            raise OutsideError(Problem(code="git-missing", message=message, remedy="Install git, or add it to PATH."))
        self._command = [found, *(part for setting in _SETTINGS for part in ("-c", setting))]
        self._folder, self._environment = folder, _environment(folder, protocol)

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run it and return what it wrote.

        Raises:
            OutsideError: it failed; the message has its last words.
        """
        done = self.attempt(arguments, stdin)
        if done.returncode != 0:
            raise failed(_last_words(done.stderr) or f"git {arguments[0]} ended with {done.returncode}")
        return done.stdout

    def attempt(self, arguments: Sequence[str], stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        """Run it, and leave it to the caller what its failure means.

        Raises:
            OutsideError: it cannot be started, or took too long.
        """
        try:
            return subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
                [*self._command, *arguments],
                input=stdin,
                capture_output=True,
                cwd=self._folder,
                env=self._environment,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise failed(f"git {arguments[0]} took longer than {TIMEOUT_SECONDS} s") from error
        except OSError as error:
            raise failed(f"git cannot be run: {error.strerror}") from error


def failed(message: str) -> OutsideError:
    """Return the failure that says what a repository or the program answered."""
    remedy = "Check the address, the branch and who may push; then run the same command again: it goes on from there."
    return OutsideError(Problem(code="git-failed", message=message, remedy=remedy))


def refusal(done: "subprocess.CompletedProcess[bytes]") -> OutsideError:
    """Return the failure that says why a push was refused."""
    return failed(f"the repository refused the push: {_last_words(done.stderr) or 'it gives no reason'}")


def _last_words(stderr: bytes) -> str:
    lines = [line.strip() for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("hint:", "warning:", "To "))]
    return "; ".join(told[-4:])[:500]


def _environment(folder: Path, protocol: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "INFRA_ENGINEER_"))}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_DIR": str(folder),
        "GIT_ALLOW_PROTOCOL": protocol,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        "GIT_LITERAL_PATHSPECS": "1",
    }
