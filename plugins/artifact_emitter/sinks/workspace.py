"""The workspace sink: a folder on disk, replaced whole or left as it was.

A finished copy of the folder is built beside it and exchanged with it in one step. Files of
others in the folder come along; a run that fails or is killed before the exchange leaves nothing
but a hidden folder, which the next run clears away.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from agent.model.artifacts import Artifact, ArtifactSet, Receipt
from agent.model.errors import InputError, OutsideError, Problem
from plugins.artifact_emitter.index import INDEX, Index, index_of, read_index, render_index
from plugins.artifact_emitter.sinks.conflicts import conflicts, folders_of
from plugins.artifact_emitter.sinks.exchange import put_in_place

_STAGING = ".{name}.infra-engineer-staging-"


class WorkspaceSink:
    """Saves into folders on disk.

    Args:
        root: folder that no location may leave; ``None`` trusts the caller's location.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root.resolve() if root else None

    def save(self, artifacts: ArtifactSet, digest: str, location: str, overwrite: bool) -> Receipt:
        """See ``ArtifactSink.save``."""
        target = self._target(location)
        for artifact in artifacts.files:
            _check_path(artifact.path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with _locked(target.parent):
                _clear_leftovers(target)
                return self._replace(target, artifacts, index_of(artifacts, digest), location, overwrite)
        except OSError as error:
            raise OutsideError(
                Problem(
                    code="output-failed",
                    message=f"{error.filename or target} cannot be written: {error.strerror}",
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
        if receipt.written or receipt.removed:
            files = [*artifacts.files, Artifact(path=INDEX, content=render_index(index))]
            ours = {*(previous.digests if previous else {}), *(file.path for file in files), *folders_of(artifacts)}
            _publish(target, files, ours)
        return receipt


def _followed(location: str) -> Path:
    try:
        return Path(location).resolve()
    except (OSError, RuntimeError):
        raise _unusable(location, "its links lead nowhere", "Choose another folder.") from None


def _unusable(location: str, message: str, remedy: str) -> InputError:
    return InputError(
        Problem(code="output-unusable", message=f"the output folder {location!r}: {message}", remedy=remedy)
    )


def _check_path(path: str) -> None:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or "\0" in path or ".." in parts or not parts:
        raise InputError(
            Problem(
                code="path-outside",
                message=f"the artifact path {path!r} leaves the output folder",
                remedy="Use a relative path without '..'.",
            )
        )


def _receipt(target: Path, index: Index, previous: Index | None, location: str) -> Receipt:
    on_disk = {entry.path for entry in index.artifacts if (target / entry.path).is_file()}
    known = previous.digests if previous else {}
    written = [
        entry.path for entry in index.artifacts if known.get(entry.path) != entry.sha256 or entry.path not in on_disk
    ]
    return Receipt(
        location=location,
        digest=index.digest,
        written=written,
        unchanged=len(index.artifacts) - len(written),
        removed=sorted(known.keys() - index.digests.keys()),
    )


def _publish(target: Path, files: list[Artifact], ours: set[str]) -> None:
    staging = Path(tempfile.mkdtemp(prefix=_STAGING.format(name=target.name), dir=target.parent))
    try:
        os.chmod(staging, target.stat().st_mode & 0o7777 if target.exists() else 0o777 & ~_umask())
        if target.exists():
            _carry_over(target, staging, ours)
        for file in files:
            path = staging / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        put_in_place(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _carry_over(target: Path, staging: Path, ours: set[str]) -> None:
    """Bring what is not ours along: links to the same files, no copies of their content."""
    for folder, names, files in os.walk(target):
        relative = Path(folder).relative_to(target)
        for name in [*files, *(name for name in names if (Path(folder) / name).is_symlink())]:
            path = relative / name
            if path.as_posix() not in ours:
                (staging / relative).mkdir(parents=True, exist_ok=True)
                os.link(target / path, staging / path, follow_symlinks=False)
        if not names and not files:
            (staging / relative).mkdir(parents=True, exist_ok=True)


def _clear_leftovers(target: Path) -> None:
    """Remove what a killed run left; the lock says that no other run is at it."""
    prefix = _STAGING.format(name=target.name)
    for path in target.parent.iterdir():
        if path.name.startswith(prefix):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of the folder's children; the lock needs no file of its own."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
