"""What a run changes in its folder of a repository; pure data."""

from collections.abc import Mapping

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.run.artifacts import Artifact, ArtifactSet, sha256
from plugins.artifact_emitter.index import INDEX, index_of, parse_index, render_index
from plugins.artifact_emitter.sinks.workspace.attested import is_statement


class Changes(FrozenModel):
    """What a run changes in its folder.

    Attributes:
        written: bytes by path of what is new or changed.
        removed: paths of an earlier run that this one does not have.
    """

    written: dict[str, bytes] = {}
    removed: list[str] = []

    def __bool__(self) -> bool:
        """Tell whether there is anything to commit."""
        return bool(self.written or self.removed)


def wanted_of(artifacts: ArtifactSet, digest: str) -> dict[str, bytes]:
    """Return what a run wants in its folder: bytes by path.

    Args:
        artifacts: all files, and what is signed of them.
        digest: digest of the files that the gate looked at.
    """
    files = {file.path: file.content for file in (*artifacts.files, *artifacts.attestations)}
    return {**files, INDEX: render_index(index_of(artifacts, digest))}


def changes_of(there: Mapping[str, bytes], wanted: Mapping[str, bytes], *, overwrite: bool) -> Changes:
    """Return what has to change for a folder to hold a run; what others have there stays.

    Args:
        there: bytes by path of what the folder holds.
        wanted: bytes by path of what it is to hold.
        overwrite: whether what others wrote at the paths of this run may be replaced.

    Raises:
        InputError: with every path at which somebody else wrote.
    """
    ours = _ours(there)
    written = {path: content for path, content in wanted.items() if there.get(path) != content}
    if list(written) == [INDEX] and _lists_the_same(there.get(INDEX, b""), written[INDEX]):
        written = {}  # another request that comes to the same files is no commit
    others = [path for path in written if path in there and path not in ours]
    if others and not overwrite:
        raise InputError(*map(_edited, sorted(others)))
    return Changes(written=written, removed=sorted(ours - wanted.keys()))


def _lists_the_same(one: bytes, other: bytes) -> bool:
    indexes = [parse_index(content) for content in (one, other)]
    first, second = (index and index.model_copy(update={"request": None}) for index in indexes)
    return first is not None and first == second


def _ours(there: Mapping[str, bytes]) -> set[str]:
    """Return the paths of what an earlier run wrote and nobody has changed since."""
    index = parse_index(there.get(INDEX, b""))
    digests = index.digests if index is not None else {}
    saved = {path for path, digest in digests.items() if path in there and sha256(there[path]) == digest}
    signed = {path for path, content in there.items() if is_statement(Artifact(path=path, content=content))}
    return saved | signed | ({INDEX} if index is not None else set())


def _edited(path: str) -> Problem:
    return Problem(
        code="git-edited",
        message=f"somebody else wrote {path} in the repository",
        remedy=f"Bring what it says into the bundle, or pass {Flag.OVERWRITE}: Git keeps what was there.",
        file=Flag.PUBLISH,
        path=path,
    )
