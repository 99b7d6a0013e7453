"""artifacts.json: every file with its digest, and how an earlier index is read."""

import json
from pathlib import Path

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.run.artifacts import ArtifactSet, IndexEntry

INDEX = "artifacts.json"


class Index(FrozenModel):
    """The index of one output folder."""

    digest: str
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
    return Index(digest=digest, artifacts=[artifact.entry for artifact in artifacts.files])


def render_index(index: Index) -> bytes:
    """Return the index as JSON text."""
    return (json.dumps(index.model_dump(), indent=2) + "\n").encode()


def read_index(folder: Path) -> Index | None:
    """Return the index of a folder, or ``None`` if it has none that can be read."""
    try:
        return parse_index((folder / INDEX).read_bytes())
    except OSError:
        return None


def parse_index(content: bytes) -> Index | None:
    """Return the index that bytes hold, or ``None`` if they are none."""
    try:
        return Index.model_validate_json(content)
    except ValidationError:
        return None
