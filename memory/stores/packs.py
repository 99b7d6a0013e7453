"""The bytes of artifacts: all files of a run in one compressed row, by the digest of them all."""

import json
import struct
import zlib

from foundation.model.errors import OutsideError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet, IndexEntry
from memory.backend import Backend, Row
from memory.scope import Scope
from memory.stores.table import ALL

PACK = "pack"
#: Other levels take longer and gain little on manifests.
_LEVEL = 1
_LENGTH = struct.Struct(">I")


class Packs:
    """The artifacts of a scope.

    Args:
        backend: what keeps the rows.
        scope: whose they are.
    """

    def __init__(self, backend: Backend, scope: Scope) -> None:
        self._backend = backend
        self._scope = scope

    def has(self, digest: str) -> bool:
        """Tell whether there are artifacts of this digest."""
        return bool(self._backend.find(self._scope, PACK, "digest", digest, 1))

    def index(self, digest: str) -> list[IndexEntry] | None:
        """Return path, SHA-256 and size of each file of some artifacts, if they are there."""
        artifacts = self.get(digest)
        return None if artifacts is None else [file.entry for file in artifacts.files]

    def get(self, digest: str) -> ArtifactSet | None:
        """Return artifacts by the digest of all their files, if they are there.

        Args:
            digest: as ``ArtifactSet.digest`` gives it.

        Raises:
            OutsideError: the bytes are not those that were kept.
        """
        content = self._backend.get(self._scope, PACK, [digest]).get(digest)
        if content is None:
            return None
        try:
            artifacts = unpacked(content)
        except (ValueError, zlib.error, struct.error, TypeError) as error:
            raise _damaged(digest) from error
        if artifacts.digest != digest:
            raise _damaged(digest)
        return artifacts

    def put(self, artifacts: ArtifactSet) -> None:
        """Keep artifacts."""
        self._backend.write(self._scope, [pack_row(artifacts)])


def pack_row(artifacts: ArtifactSet) -> Row:
    """Return the row that keeps artifacts."""
    return Row(PACK, artifacts.digest, packed(artifacts), (ALL, ("digest", artifacts.digest)))


def packed(artifacts: ArtifactSet) -> bytes:
    """Return files as one compressed text: the length of an index, the index, and the contents one after another."""
    index = json.dumps(
        {
            "files": [[file.path, len(file.content)] for file in artifacts.files],
            "request": artifacts.request_digest,
        }
    ).encode()
    return zlib.compress(
        b"".join([_LENGTH.pack(len(index)), index, *(file.content for file in artifacts.files)]), _LEVEL
    )


def unpacked(content: bytes) -> ArtifactSet:
    """Return the files of what ``packed`` gave.

    Raises:
        ValueError, zlib.error, struct.error: it is something else.
    """
    whole = zlib.decompress(content)
    start = _LENGTH.size + _LENGTH.unpack_from(whole)[0]
    index = json.loads(whole[_LENGTH.size : start])
    files: list[Artifact] = []
    for path, size in index["files"]:
        files.append(Artifact(path=path, content=whole[start : start + size]))
        start += size
    return ArtifactSet(files=files, request_digest=index["request"])


def _damaged(digest: str) -> OutsideError:
    return OutsideError(
        Problem(
            code="memory-damaged",
            message=f"the artifacts {digest} in memory are not the bytes that were kept",
            remedy="Generate them again from the bundle; something else has changed what memory keeps.",
        )
    )
