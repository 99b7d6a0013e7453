"""``kubectl apply --dry-run``: client-side against a loopback server, or server-side against a real one."""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from foundation.kubectl.discovery import Resource, discovery_server
from foundation.kubectl.program import Answer, run_kubectl

_TIMEOUT_SECONDS = 120
_REQUEST_TIMEOUT = "--request-timeout=30s"
_NUMBERED = re.compile(r'"?\S*/(\d{6})\.yaml"?')

#: Starts of lines that say more about the line before.
_CONTINUATIONS = ("Resource:", "Name:", "for:", "ensure CRDs")


@dataclass(frozen=True)
class Refusal:
    """One thing that kubectl did not accept: the file, if it names one, and its words."""

    file: str | None
    message: str


def client_dry_run(
    executable: str, files: Mapping[str, str], resources: Iterable[Resource], kube_version: str
) -> list[Refusal]:
    """Let kubectl parse and apply files, without a cluster.

    Args:
        executable: kubectl.
        files: manifests by name.
        resources: the kinds that there are.
        kube_version: version of the API.

    Raises:
        KubectlMissingError: it cannot be started.
        KubectlTimeoutError: it took too long.
    """
    with (
        tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder,
        discovery_server(resources, kube_version) as at,
    ):
        _write(Path(folder), files)
        arguments = ["apply", "--dry-run=client", "--validate=false", f"--server={at}", _REQUEST_TIMEOUT, "-f", folder]
        return _refusals(run_kubectl(executable, arguments, timeout=_TIMEOUT_SECONDS), files)


def server_dry_run(executable: str, files: Mapping[str, str], kubeconfig: str) -> list[Refusal]:
    """Let a cluster judge files, without keeping them.

    Args:
        executable: kubectl.
        files: manifests by name.
        kubeconfig: file that names the cluster.

    Raises:
        KubectlMissingError: it cannot be started.
        KubectlTimeoutError: it took too long.
    """
    with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
        _write(Path(folder), files)
        given = ["--kubeconfig", os.path.abspath(kubeconfig)]
        arguments = ["apply", "--dry-run=server", "--validate=ignore", *given, _REQUEST_TIMEOUT, "-f", folder]
        return _refusals(run_kubectl(executable, arguments, timeout=_TIMEOUT_SECONDS, network=True), files)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for number, text in enumerate(files.values()):
        (folder / f"{number:06}.yaml").write_text(text, encoding="utf-8")


def _refusals(answer: Answer, files: Mapping[str, str]) -> list[Refusal]:
    """Read what kubectl wrote; a line that names one of our numbered files is about the file behind it."""
    if answer.code == 0:
        return []
    names = list(files)
    found: list[Refusal] = []
    for line in answer.err.splitlines():
        if not line.strip() or line.startswith("Warning:"):
            continue
        numbers = [int(number) for number in _NUMBERED.findall(line) if int(number) < len(names)]
        text = _NUMBERED.sub(lambda match: names[int(match[1])] if int(match[1]) < len(names) else match[0], line)
        if line.startswith(_CONTINUATIONS) and found:
            found[-1] = Refusal(found[-1].file, f"{found[-1].message} {text}")
        else:
            found.append(Refusal(names[numbers[0]] if numbers else None, text.strip()))
    return found or [Refusal(None, f"kubectl ended with exit code {answer.code}")]
