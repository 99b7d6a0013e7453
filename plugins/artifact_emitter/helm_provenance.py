"""Helm's own provenance file: Chart.yaml and the digest of the archive, clear-signed with an OpenPGP key."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import yaml

from foundation.model.provenance import HELM_SUFFIX
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.attesting import AttestedRun, archives_in

if TYPE_CHECKING:
    from foundation.provenance.openpgp import OpenPgpSigner

#: What stands between both parts of the text (helm.sh/docs/topics/provenance).
_BETWEEN = "\n...\n"


class HelmAttestor:
    """Writes the provenance file of each chart's archive, for `helm verify` and `helm install --verify`.

    Args:
        signer: returns what signs; it reads a file, so it is asked late.
    """

    def __init__(self, signer: "Callable[[], OpenPgpSigner]") -> None:
        self._signer = signer

    def attest(self, artifacts: ArtifactSet, run: AttestedRun) -> list[Artifact]:
        """See ``Attestor.attest``."""
        by_path = {file.path: file for file in artifacts.files}
        signer = self._signer()
        return [
            Artifact(path=f"{path}{HELM_SUFFIX}", content=signer.clear_signed(_text(by_path[path], by_path)))
            for path in archives_in(by_path)
        ]

    def covers(self, earlier: Earlier) -> bool:
        """See ``Attestor.covers``; the key of today has to have signed each of them."""
        from foundation.provenance.openpgp import signed_text

        said = {file.path: file.content for file in earlier.attestations}
        for path in archives_in(earlier.receipt.digests):
            text = signed_text(said.get(f"{path}{HELM_SUFFIX}", b""), self._signer().certificates)
            if text is None or digests_in(text) != {PurePosixPath(path).name: earlier.receipt.digests[path]}:
                return False
        return True


def digests_in(text: str) -> dict[str, str]:
    """Return SHA-256 by name of the files that a provenance file is about; nothing if it is none.

    Args:
        text: what is signed in it.
    """
    try:
        files = yaml.load(text.partition(_BETWEEN)[2], Loader=yaml.CSafeLoader)["files"]
        return {str(name): str(digest).removeprefix("sha256:") for name, digest in files.items()}
    except (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _text(archive: Artifact, by_path: dict[str, Artifact]) -> str:
    """Return what is signed: the chart whose folder stands beside its archive, and the archive's digest."""
    (chart,) = (file for path, file in by_path.items() if PurePosixPath(path).match("charts/*/Chart.yaml"))
    name = PurePosixPath(archive.path).name
    return f"{chart.content.decode()}{_BETWEEN}files:\n  {name}: sha256:{archive.digest}\n"
