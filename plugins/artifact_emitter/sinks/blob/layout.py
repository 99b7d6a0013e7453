"""How the files of a run lie in a container; pure data.

Every file is a blob under the digest of its bytes, so it is there once however many runs have it. What a run has says
its index, which is written when all of that is there.
"""

from foundation.model.run.artifacts import Artifact, ArtifactSet, IndexEntry
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.index import Index, index_of

_CHARTS = "charts/"


class PublishedIndex(Index):
    """The index of a run, as a container has it.

    Attributes:
        attestations: what is said of the files, signed.
    """

    attestations: list[IndexEntry] = []

    def lists(self, attestations: list[Artifact]) -> bool:
        """Tell whether these attestations are among those of the run."""
        return all(file.entry in self.attestations for file in attestations)


def published_index(artifacts: ArtifactSet, digest: str) -> PublishedIndex:
    """Return the index of a run.

    Args:
        artifacts: all files, and what is signed of them.
        digest: digest of the files that the gate looked at.
    """
    index = index_of(artifacts, digest)
    signed = [file.entry for file in artifacts.attestations]
    return PublishedIndex(**{**dict(index), "attestations": signed})


def blob_name(sha256: str) -> str:
    """Return the name of the blob with these bytes.

    Args:
        sha256: their hexadecimal digest.
    """
    return f"blobs/sha256/{sha256}"


def index_name(component: str, digest: str) -> str:
    """Return the name of the index of a run.

    Args:
        component: name of the component's chart.
        digest: digest of the run's files.
    """
    return f"index/{component}/{digest.removeprefix('sha256:')}.json"


def latest_name(component: str) -> str:
    """Return the name of the index of the run that was published last.

    Args:
        component: name of the component's chart.
    """
    return f"index/{component}/latest.json"


def component_of(artifacts: ArtifactSet) -> str:
    """Return the name of a run's component, which is that of its chart, written or not."""
    return next(name for file in artifacts.complete.files if (name := _chart_in(file.path)))


def earlier_component(earlier: Earlier) -> str | None:
    """Return the name of the component of an earlier run; ``None`` where nothing of its chart was written."""
    return next((name for path in earlier.paths if (name := _chart_in(path))), None)


def _chart_in(path: str) -> str | None:
    name, below, _ = path.removeprefix(_CHARTS).partition("/")
    return name if path.startswith(_CHARTS) and below else None
