"""Finding kubectl and running it.

It gets no shell, no environment of ours, a home of its own that is removed afterwards, and a dead proxy
instead of a network: what it reads is hostile (a kustomization may name addresses), and what is wanted of it
here is local. A caller that does want a cluster says so.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
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
    """

    program: str = "kubectl"
    client: bool = False
    kubeconfig: str = ""


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


def run_kubectl(
    executable: str, arguments: list[str], *, stdin: str = "", timeout: float = TIMEOUT_SECONDS, network: bool = False
) -> Answer:
    """Run kubectl.

    Args:
        executable: its path.
        arguments: its arguments.
        stdin: what it reads.
        timeout: seconds after which it is ended.
        network: whether it may reach anything but this machine.

    Raises:
        KubectlMissingError: it cannot be started.
        KubectlTimeoutError: it took too long.
    """
    with tempfile.TemporaryDirectory(prefix="infra-engineer-") as home:
        environment = {"HOME": home, "TMPDIR": home, "NO_PROXY": "127.0.0.1", **({} if network else _NO_NETWORK)}
        if network:
            # Clusters of the cloud are entered by programs that the kubeconfig names.
            environment["PATH"] = os.environ.get("PATH", os.defpath)
        else:
            environment["KUBECONFIG"] = f"{home}/none"
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
                [executable, *arguments],
                input=stdin,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                env=environment,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            message = f"kubectl {arguments[0]} took longer than {timeout:g} s"
            raise KubectlTimeoutError(Problem(code="kubectl-timeout", message=message, remedy="Try again.")) from error
        except OSError as error:
            raise missing(executable) from error
    return Answer(done.returncode, done.stdout, done.stderr)
