"""The bytes of artifacts: all files of a run in one compressed row, by the digest of them all."""

import json
import struct
import zlib

from foundation.model.errors import OutsideError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet, IndexEntry
from foundation.writing.archives import stored_content, stored_gzip
from memory.backend import Backend, Row
from memory.scope import Scope
from memory.stores.compression import compressed
from memory.stores.repeats import with_repeats, without_repeats
from memory.stores.table import ALL

PACK = "pack"
_ARCHIVE = ".tgz"
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
        except (ValueError, KeyError, zlib.error, struct.error, TypeError) as error:
            raise _damaged(digest) from error
        if artifacts.digest != digest:
            raise _damaged(digest)
        return artifacts

    def put(self, artifacts: ArtifactSet) -> None:
        """Keep artifacts."""
        self._backend.write(self._scope, [pack_row(artifacts)])


def pack_row(artifacts: ArtifactSet) -> Row:
    """Return the row that keeps artifacts."""
    digest = artifacts.digest
    return Row(PACK, digest, packed(artifacts), (ALL, ("digest", digest)))


def packed(artifacts: ArtifactSet) -> bytes:
    """Return files as one compressed text: the length of an index, the index, and the contents one after another.

    The index has path and size of each file. An archive is kept without the files of its chart that are among them, and
    has an entry of three: what stood where in it.
    """
    entries: list[tuple[object, ...]] = []
    contents: list[bytes] = []
    for file in artifacts.files:
        plain = stored_content(file.content) if file.path.endswith(_ARCHIVE) else None
        left, repeats = without_repeats(plain, _beside(file, artifacts.files)) if plain else (file.content, None)
        entries.append((file.path, len(left), *([repeats] if plain else [])))
        contents.append(left)
    index = json.dumps({"files": entries, "request": artifacts.request_digest}).encode()
    return compressed([_LENGTH.pack(len(index)), index, *contents])


def _beside(archive: Artifact, files: list[Artifact]) -> dict[int, bytes]:
    """Return the files, by their number, that an archive may hold: those in the folders beside it."""
    folder = archive.path.rpartition("/")[0] + "/"
    return {
        number: file.content
        for number, file in enumerate(files)
        if file.path.startswith(folder) and not file.path.endswith(_ARCHIVE)
    }


def unpacked(content: bytes) -> ArtifactSet:
    """Return the files of what ``packed`` gave.

    Raises:
        ValueError, KeyError, zlib.error, struct.error: it is something else.
    """
    whole = zlib.decompress(content)
    start = _LENGTH.size + _LENGTH.unpack_from(whole)[0]
    index = json.loads(whole[_LENGTH.size : start])
    left: dict[int, bytes] = {}
    for number, (_, size, *_) in enumerate(index["files"]):
        left[number] = whole[start : start + size]
        start += size
    files = [
        Artifact(
            path=path, content=stored_gzip(with_repeats(left[number], repeats[0], left)) if repeats else left[number]
        )
        for number, (path, _, *repeats) in enumerate(index["files"])
    ]
    return ArtifactSet(files=files, request_digest=index["request"])


def _damaged(digest: str) -> OutsideError:
    return OutsideError(
        Problem(
            code="memory-damaged",
            message=f"the artifacts {digest} in memory are not the bytes that were kept",
            remedy="Generate them again from the bundle; something else has changed what memory keeps.",
        )
    )
