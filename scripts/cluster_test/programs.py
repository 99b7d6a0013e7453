"""kubectl and helm with one cluster, and what they complain about."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_TIMEOUT_SECONDS = 300
#: What the programs say about themselves: throttled requests, a watch that they ended themselves, and the version of
#: kubectl beside the server's. In this log helm has the cluster's warnings too.
_OWN_MATTERS = re.compile(
    r"I\d{4} (?!.*Warning: )|E\d{4} .*Failed to watch.*: context canceled\"|"
    r"WARNING: Kubernetes configuration file is |WARNING: version difference "
)


@dataclass(frozen=True)
class Told:
    """What a program wrote and came to."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """Every line that is no good news: warnings of a command that did what it was to do, too."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip() and not _OWN_MATTERS.match(line)]
        return lines or ([f"it ended with exit code {self.code}"] if self.code else [])


@dataclass(frozen=True)
class Programs:
    """Both programs and the cluster that they are to use.

    Attributes:
        kubectl: path of kubectl.
        helm: path of helm.
        kubeconfig: the file that names the cluster.
        context: which of its contexts; empty for the current one.
        home: folder for what helm keeps.
    """

    kubectl: str
    helm: str
    kubeconfig: Path
    context: str
    home: Path

    def ask_kubectl(self, *arguments: str, stdin: str = "") -> Told:
        """Run kubectl."""
        context = [f"--context={self.context}"] if self.context else []
        return self._run([self.kubectl, *context, *arguments], stdin)

    def ask_helm(self, *arguments: str) -> Told:
        """Run helm."""
        context = [f"--kube-context={self.context}"] if self.context else []
        return self._run([self.helm, *arguments, *context], "")

    def _run(self, command: list[str], stdin: str) -> Told:
        # The rest of the environment stays: programs that the kubeconfig names log in with it.
        own = {"KUBECONFIG": str(self.kubeconfig), "HELM_CACHE_HOME": str(self.home), "HELM_DATA_HOME": str(self.home)}
        try:
            done = subprocess.run(
                command,
                input=stdin,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, **own, "HELM_CONFIG_HOME": str(self.home)},
                timeout=_TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Told(1, "", f"it took longer than {_TIMEOUT_SECONDS} s")
        return Told(done.returncode, done.stdout, done.stderr)
