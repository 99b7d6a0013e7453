"""Saving at a folder: what is asked before, under which lock, and how it is said what became of it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.destination import Destination, Receipt
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.index import INDEX, Index, index_of, read_index, render_index
from plugins.artifact_emitter.sinks.workspace.conflicts import conflicts
from plugins.artifact_emitter.sinks.workspace.errors import UnfinishedError
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder
from plugins.artifact_emitter.sinks.workspace.in_place import publish_in_place, recover_in_place
from plugins.artifact_emitter.sinks.workspace.intact import find_intact
from plugins.artifact_emitter.sinks.workspace.mounts import mounted_in
from plugins.artifact_emitter.sinks.workspace.publish import CannotExchangeError, publish, recover
from plugins.artifact_emitter.sinks.workspace.snapshot import Snapshot, inside, mark_of, marks_in, snapshot_of


class WorkspaceOptions(FrozenModel):
    """What a user may want of this sink.

    Attributes:
        overwrite: whether files that a person edited may be replaced.
    """

    overwrite: bool = False


class WorkspaceSink:
    """Saves into folders on disk.

    Args:
        root: folder that no destination may leave; ``None`` trusts the caller's.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root.resolve() if root else None

    def save(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """See ``ArtifactSink.save``."""
        options = _options(destination)
        for artifact in artifacts.files:
            _check_path(artifact.path)
        try:
            target = self._target(destination.place)
            target.parent.mkdir(parents=True, exist_ok=True)
            with _locked(target.parent), _locked(target):
                recover(target)
                recover_in_place(target)
                return _replace(target, artifacts, index_of(artifacts, digest), destination, options)
        except UnfinishedError as error:
            raise _unfinished(error) from error
        except OSError as error:
            raise _failed(error, destination) from error

    def find(self, request: str, destination: Destination) -> Earlier | None:
        """See ``ArtifactSink.find``; what a run that was killed left beside the folder is put in order first."""
        _options(destination)
        try:
            target = self._target(destination.place)
            if not is_folder(target):
                return None
            with _locked(target.parent), _locked(target):
                recover(target)
                recover_in_place(target)
                return find_intact(target, request, destination.kind, destination.place)
        except UnfinishedError as error:
            raise _unfinished(error) from error
        except OSError as error:
            raise _failed(error, destination) from error

    def _target(self, place: str) -> Path:
        target = _followed(place)
        if self._root is not None and (target == self._root or not target.is_relative_to(self._root)):
            raise _unusable(place, "it is outside the workspace", "Choose a folder inside the workspace.")
        if Path.cwd().is_relative_to(target):
            remedy = "Choose a folder of its own, such as ./out."
            raise _unusable(place, "it is the current folder or holds it, and is replaced as a whole", remedy)
        if target.exists() and not target.is_dir():
            raise _unusable(place, "it is a file", "Choose a folder.")
        return target


def _replace(
    target: Path, artifacts: ArtifactSet, index: Index, destination: Destination, options: WorkspaceOptions
) -> Receipt:
    mounted = mounted_in(target) if is_folder(target) else []
    _require_one_file_system(target, mounted, index)
    previous = _within(read_index(target), target, mounted)
    known, coming = previous.digests if previous else {}, index.digests
    found = marks_in(target, known, coming)
    lost = [] if options.overwrite else conflicts(target, found, known, coming)
    if lost:
        raise InputError(*lost)
    listed = Artifact(path=INDEX, content=render_index(index))
    written = [path for path, digest in coming.items() if found.get(path) != digest]
    receipt = Receipt(
        kind=destination.kind,
        place=destination.place,
        revision=index.digest,
        digests={**coming, INDEX: listed.digest},
        written=written,
        unchanged=len(coming) - len(written),
        removed=sorted(known.keys() - coming.keys()),
    )
    if receipt.written or receipt.removed or mark_of(target / INDEX) != listed.digest:
        ours = snapshot_of(target, found, known, coming, options.overwrite)
        _publish(target, [*artifacts.files, listed], ours, in_place=bool(mounted))
    return receipt


def _publish(target: Path, files: list[Artifact], ours: Snapshot, *, in_place: bool) -> None:
    if not in_place:
        try:
            publish(target, files, ours)
            return
        except CannotExchangeError:  # the system knows better than its list of mounts
            pass
    publish_in_place(target, files, ours)


def _require_one_file_system(target: Path, mounted: list[Path], index: Index) -> None:
    """Refuse a folder in which files of a run would have to go to two file systems: they could not change at once."""
    problems = []
    for place in (path for path in mounted if path != target):
        inner = place.relative_to(target).as_posix()
        if any(path == inner or path.startswith(f"{inner}/") for path in (INDEX, *index.digests)):
            message = "another file system is mounted where files of the output have to be"
            remedy = "Unmount it, mount it at the output folder itself, or choose another folder."
            problems.append(Problem(code="output-mounted", message=message, remedy=remedy, file=str(place)))
    if problems:
        raise InputError(*problems)


def _within(index: Index | None, target: Path, mounted: list[Path]) -> Index | None:
    """Return an index without what is not in the folder: paths that lead out of it, and what is mounted over."""
    if index is None:
        return None
    others = [path for path in mounted if path != target]
    entries = [
        entry
        for entry in index.artifacts
        if inside(entry.path) and not any((target / entry.path).is_relative_to(other) for other in others)
    ]
    return index.model_copy(update={"artifacts": entries})


def _options(destination: Destination) -> WorkspaceOptions:
    try:
        return WorkspaceOptions(**destination.options)  # type: ignore[arg-type]
    except ValidationError as error:
        names = ", ".join(str(mistake["loc"][0]) for mistake in error.errors())
        raise _unusable(destination.place, f"it takes no such option: {names}", "It takes overwrite alone.") from None


def _followed(place: str) -> Path:
    try:
        return Path(place).resolve()
    except (OSError, RuntimeError, ValueError):
        raise _unusable(place, "there can be no folder of this name", "Choose another folder.") from None


def _unusable(place: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(code="output-unusable", message=f"the output folder {place!r}: {message}", remedy=remedy))


def _failed(error: OSError, destination: Destination) -> OutsideError:
    return OutsideError(
        Problem(
            code="output-failed",
            message=f"{error.filename or destination.place} cannot be written: {error.strerror}",
            remedy="Nothing was changed. Check space and permissions, or choose another folder with -o.",
        )
    )


def _unfinished(error: UnfinishedError) -> OutsideError:
    return OutsideError(
        Problem(
            code="output-unfinished",
            message=f"the output folder is not in order: {error.message}",
            remedy="Nothing was lost. Mend what it says and run again: the next run goes on from there.",
        )
    )


def _check_path(path: str) -> None:
    if not inside(path):
        raise InputError(
            Problem(
                code="path-outside",
                message=f"the artifact path {path!r} is no plain path inside the output folder",
                remedy="Use a relative path without '..' and control characters.",
            )
        )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder, should it be there; the lock needs no file of its own.

    The parent's lock is for the folder's name; the folder's own is for runs that see it under another name, as a
    container does in which it is mounted.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
