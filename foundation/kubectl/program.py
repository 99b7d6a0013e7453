"""Finding kubectl and running it.

It gets no shell, no environment of ours, a home of its own that is removed afterwards, and a dead proxy
instead of a network: what it reads is hostile, and what is wanted of it here is local. Addresses of this machine go
through no proxy, so a kustomization that names any address does not get here. A caller that does want a cluster says
so; then kubectl has what it has by hand, because the programs with which a kubeconfig logs in (`exec`) need it: their
own variables, HOME with what they keep there, the proxies.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foundation.kubectl.errors import KubectlTimeoutError, missing
from foundation.model.errors import Problem

TIMEOUT_SECONDS = 60
#: Nothing listens on the port that is called discard; every connection through it fails at once.
_NO_NETWORK = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


@dataclass(frozen=True)
class KubectlUse:
    """What kubectl is to be asked.

    Attributes:
        program: kubectl, by name or path.
        client: whether it does client-side dry runs.
        kubeconfig: file that names a cluster for server-side dry runs; empty for none.
        contexts: which of its contexts is for which environment; that of an empty name is for all others, and without
            any context the file's current one is for all.
    """

    program: str = "kubectl"
    client: bool = False
    kubeconfig: str = ""
    contexts: Mapping[str, str] = field(default_factory=dict)

    def context_of(self, environment: str | None) -> str | None:
        """Return the context that is for an environment; empty for the current one, ``None`` if none is."""
        if not self.contexts:
            return ""
        return self.contexts.get(environment or "", self.contexts.get(""))


@dataclass(frozen=True)
class Answer:
    """What kubectl wrote, and its exit code."""

    code: int
    out: str
    err: str


def find_kubectl(program: str) -> str | None:
    """Return the path of kubectl: beside this Python, or on the search path.

    Args:
        program: name or path, from the settings.
    """
    if os.path.basename(program) != program:
        return shutil.which(program)
    return shutil.which(program, path=str(Path(sys.executable).parent)) or shutil.which(program)


def _of_the_user() -> dict[str, str]:
    """Return the environment without what is ours, such as the key of a language model, and without another cluster."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("INFRA_ENGINEER_") and name != "KUBECONFIG"
    }


def run_kubectl(
    executable: str, arguments: list[str], *, stdin: str = "", timeout: float = TIMEOUT_SECONDS, network: bool = False
) -> Answer:
    """Run kubectl.

    Args:
        executable: its path.
        arguments: its arguments.
        stdin: what it reads.
        timeout: seconds after which it is ended.
        network: whether it may reach anything but this machine; then it has the environment of whoever asks.

    Raises:
        KubectlMissingError: it cannot be started.
        KubectlTimeoutError: it took too long.
    """
    with tempfile.TemporaryDirectory(prefix="infra-engineer-") as home:
        alone = {"HOME": home, "TMPDIR": home, "KUBECONFIG": f"{home}/none", "NO_PROXY": "127.0.0.1", **_NO_NETWORK}
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
                [executable, *arguments],
                input=stdin,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                env=_of_the_user() if network else alone,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            message = f"kubectl {arguments[0]} took longer than {timeout:g} s"
            raise KubectlTimeoutError(Problem(code="kubectl-timeout", message=message, remedy="Try again.")) from error
        except OSError as error:
            raise missing(executable) from error
    return Answer(done.returncode, done.stdout, done.stderr)
