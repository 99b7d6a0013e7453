"""artifacts.json: every file with its digest, and how an earlier index is read."""

import json
from pathlib import Path

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.run.artifacts import ArtifactSet, IndexEntry

INDEX = "artifacts.json"


class Index(FrozenModel):
    """The index of one output folder.

    Attributes:
        digest: digest of the files that the gate looked at.
        request: digest of the request that they answer; nothing, if another run of it may come to other files.
        artifacts: every file, the report among them.
    """

    digest: str
    request: str | None = None
    artifacts: list[IndexEntry]

    @property
    def digests(self) -> dict[str, str]:
        """Digest by path."""
        return {entry.path: entry.sha256 for entry in self.artifacts}


def index_of(artifacts: ArtifactSet, digest: str) -> Index:
    """Return the index of a set of files.

    Args:
        artifacts: all files, the report among them.
        digest: digest of the files that the gate looked at.
    """
    request = artifacts.request_digest or None
    return Index(digest=digest, request=request, artifacts=[artifact.entry for artifact in artifacts.files])


def render_index(index: Index) -> bytes:
    """Return the index as JSON text."""
    return (json.dumps(index.model_dump(exclude_none=True), indent=2) + "\n").encode()


def read_index(folder: Path) -> Index | None:
    """Return the index of a folder, or ``None`` if it has none that can be read."""
    try:
        return Index.model_validate_json((folder / INDEX).read_bytes())
    except (OSError, ValidationError):
        return None
