"""The files of a run and their digests."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from pydantic import Field, model_validator

from foundation.model.base import FrozenModel
from foundation.model.errors import PermanentError, Problem


def sha256(content: bytes) -> str:
    """Return the hexadecimal SHA-256 of ``content``."""
    return hashlib.sha256(content).hexdigest()


#: The digests of a run's files are asked for again and again; they are kept by the bytes themselves.
_digest_of_bytes = lru_cache(maxsize=256)(sha256)


def digest_of(files: Iterable[tuple[str, str]]) -> str:
    """Return one digest over files, whatever their order.

    Args:
        files: path and hexadecimal SHA-256 of each.
    """
    return "sha256:" + sha256("".join(sorted([f"{digest}  {path}\n" for path, digest in files])).encode())


class IndexEntry(FrozenModel):
    """One file as an index has it: its path, its digest and its size in bytes."""

    path: str
    sha256: str
    size: int


class Artifact(FrozenModel):
    """One file: a relative POSIX path and its bytes."""

    path: str
    content: bytes = Field(repr=False)

    @property
    def digest(self) -> str:
        """Return the hexadecimal SHA-256 of the content."""
        return _digest_of_bytes(self.content)

    @property
    def entry(self) -> IndexEntry:
        """Return what an index says of the file."""
        return IndexEntry(path=self.path, sha256=self.digest, size=len(self.content))


class Merged(FrozenModel):
    """What of an output is not as the agent made it, because edits of people were merged in.

    Attributes:
        generated: digest of the files that the edits changed, as the agent made them; memory keeps them by it.
        files: SHA-256 of each of these files as the agent made it, by path; empty for a file that a person added.
    """

    generated: str
    files: dict[str, str]


class Part(FrozenModel):
    """What a builder made of one output part: files with paths in the folder that the part owns."""

    files: list[Artifact]

    def find(self, path: str) -> Artifact:
        """Return the file at ``path``.

        Raises:
            KeyError: there is none.
        """
        return {file.path: file for file in self.files}[path]


class ArtifactSet(FrozenModel):
    """Every file of one run, in the order of their paths.

    Attributes:
        files: what is saved; the digest is theirs.
        unsaved: what the run made too, but nobody wants written. The gate looks at it all the same:
            without the chart nobody could tell whether the manifests are its render.
        request_digest: digest of the request that they answer; empty if another run of it may come to other files.
        attestations: what is said of the files, signed and dated; it is saved with them, and in no digest of them.
        merged: which of the files hold edits of people, if any do.
        taken: SHA-256 by path of the files that these take the place of although a person edited them, because the
            edits are in.
    """

    files: list[Artifact]
    unsaved: list[Artifact] = []
    request_digest: str = ""
    attestations: list[Artifact] = []
    merged: Merged | None = None
    taken: dict[str, str] = {}

    @model_validator(mode="after")
    def _one_of_a_path(self) -> "ArtifactSet":
        """Two files of one path would leave it to a sink which of them is saved, whatever the gate looked at.

        Raises:
            PermanentError: a step made such files; no bundle should be able to bring that about.
        """
        for files in ([*self.files, *self.attestations], self.unsaved):
            counts = Counter(artifact.path for artifact in files)
            twice = sorted(path for path, count in counts.items() if count > 1)
            if twice:
                raise PermanentError(*map(_twice, twice))
        return self

    @property
    def digest(self) -> str:
        """Return one digest over all paths and contents, whatever the order they came in.

        It is never kept: the gate asks for the digest of what is here now.
        """
        return digest_of([(artifact.path, _digest_of_bytes(artifact.content)) for artifact in self.files])

    @property
    def complete(self) -> "ArtifactSet":
        """Return all files as one set; where a path is in both, the bytes that are saved count."""
        by_path = {artifact.path: artifact for artifact in (*self.unsaved, *self.files)}
        return ArtifactSet(files=[by_path[path] for path in sorted(by_path)])

    def under(self, folder: str) -> list[Artifact]:
        """Return the files below ``folder`` (given with its trailing slash)."""
        return [artifact for artifact in self.files if artifact.path.startswith(folder)]

    def find(self, path: str) -> Artifact | None:
        """Return the file at ``path``, if there is one."""
        return next((artifact for artifact in self.files if artifact.path == path), None)


def _twice(path: str) -> Problem:
    return Problem(
        code="artifact-twice",
        message=f"the run made two files of the path {path}",
        remedy="Two templates of the catalog may write one file; if none do, the program is wrong: report it.",
        path=path,
    )
