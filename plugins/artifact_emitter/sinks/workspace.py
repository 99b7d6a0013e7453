"""The workspace sink: a folder on disk, replaced whole or left as it was.

A finished copy of the folder is built beside it and exchanged with it in one step. Files of
others in the folder come along; a run that fails or is killed before the exchange leaves nothing
but a hidden folder, which the next run clears away.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet, Receipt
from plugins.artifact_emitter.index import INDEX, Index, index_of, read_index, render_index
from plugins.artifact_emitter.sinks.conflicts import conflicts, digest_of, folders_of
from plugins.artifact_emitter.sinks.publish import clear_leftovers, publish


class WorkspaceSink:
    """Saves into folders on disk.

    Args:
        root: folder that no location may leave; ``None`` trusts the caller's location.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root.resolve() if root else None

    def save(self, artifacts: ArtifactSet, digest: str, location: str, overwrite: bool) -> Receipt:
        """See ``ArtifactSink.save``."""
        for artifact in artifacts.files:
            _check_path(artifact.path)
        try:
            target = self._target(location)
            target.parent.mkdir(parents=True, exist_ok=True)
            with _locked(target.parent):
                clear_leftovers(target)
                return self._replace(target, artifacts, index_of(artifacts, digest), location, overwrite)
        except OSError as error:
            raise OutsideError(
                Problem(
                    code="output-failed",
                    message=f"{error.filename or location} cannot be written: {error.strerror}",
                    remedy="Nothing was changed. Check space and permissions, or choose another folder with -o.",
                )
            ) from error

    def _target(self, location: str) -> Path:
        target = _followed(location)
        if self._root is not None and (target == self._root or not target.is_relative_to(self._root)):
            raise _unusable(location, "it is outside the workspace", "Choose a folder inside the workspace.")
        if Path.cwd().is_relative_to(target):
            remedy = "Choose a folder of its own, such as ./out."
            raise _unusable(location, "it is the current folder or holds it, and is replaced as a whole", remedy)
        if target.exists() and not target.is_dir():
            raise _unusable(location, "it is a file", "Choose a folder.")
        return target

    def _replace(self, target: Path, artifacts: ArtifactSet, index: Index, location: str, overwrite: bool) -> Receipt:
        previous = read_index(target)
        found = [] if overwrite else conflicts(target, artifacts, previous)
        if found:
            raise InputError(*found)
        receipt = _receipt(target, index, previous, location)
        listed = Artifact(path=INDEX, content=render_index(index))
        if receipt.written or receipt.removed or digest_of(target / INDEX) != listed.digest:
            files = [*artifacts.files, listed]
            ours = {*(previous.digests if previous else {}), *(file.path for file in files), *folders_of(artifacts)}
            publish(target, files, ours)
        return receipt


def _followed(location: str) -> Path:
    try:
        return Path(location).resolve()
    except (OSError, RuntimeError, ValueError):
        raise _unusable(location, "there can be no folder of this name", "Choose another folder.") from None


def _unusable(location: str, message: str, remedy: str) -> InputError:
    return InputError(
        Problem(code="output-unusable", message=f"the output folder {location!r}: {message}", remedy=remedy)
    )


def _check_path(path: str) -> None:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or not path.isprintable() or ".." in parts or not parts:
        raise InputError(
            Problem(
                code="path-outside",
                message=f"the artifact path {path!r} is no plain path inside the output folder",
                remedy="Use a relative path without '..' and control characters.",
            )
        )


def _receipt(target: Path, index: Index, previous: Index | None, location: str) -> Receipt:
    written = [entry.path for entry in index.artifacts if digest_of(target / entry.path) != entry.sha256]
    known = previous.digests if previous else {}
    return Receipt(
        location=location,
        digest=index.digest,
        written=written,
        unchanged=len(index.artifacts) - len(written),
        removed=sorted(known.keys() - index.digests.keys()),
    )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of the folder's children; the lock needs no file of its own."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
