"""``kubectl apply --dry-run=client`` against a loopback server."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from foundation.kubectl.discovery import Resource, discovery_server
from foundation.kubectl.program import run_kubectl
from foundation.kubectl.refusals import refusals_in

_TIMEOUT_SECONDS = 120


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
        arguments = [
            "apply",
            "--dry-run=client",
            "--validate=false",
            f"--server={at}",
            "--request-timeout=30s",
            "-f",
            folder,
        ]
        answer, names = run_kubectl(executable, arguments, timeout=_TIMEOUT_SECONDS), list(files)
        return [Refusal(names[at] if at is not None else None, said) for at, said in refusals_in(answer, names)]


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for number, text in enumerate(files.values()):
        (folder / f"{number:06}.yaml").write_text(text, encoding="utf-8")
