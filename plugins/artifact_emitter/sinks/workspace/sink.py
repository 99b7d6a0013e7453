"""Saving at a folder: what is asked before, under which lock, and how it is said what became of it."""

import fcntl
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.destination import Destination, Receipt
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.earlier import Earlier
from foundation.model.run.edits import EditedFile
from plugins.artifact_emitter.index import INDEX, FoundIndex, Index, find_index, index_of, render_index
from plugins.artifact_emitter.sinks.workspace import telling
from plugins.artifact_emitter.sinks.workspace.attested import attested_in, speaking_of
from plugins.artifact_emitter.sinks.workspace.besides import deployed_besides
from plugins.artifact_emitter.sinks.workspace.conflicts import conflicts, lost_at
from plugins.artifact_emitter.sinks.workspace.earlier_texts import earlier_texts
from plugins.artifact_emitter.sinks.workspace.edits import edits_in
from plugins.artifact_emitter.sinks.workspace.errors import UnfinishedError, failed, unfinished
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder
from plugins.artifact_emitter.sinks.workspace.in_place import publish_in_place, recover_in_place
from plugins.artifact_emitter.sinks.workspace.intact import find_intact
from plugins.artifact_emitter.sinks.workspace.mounts import mounted_in
from plugins.artifact_emitter.sinks.workspace.place import folder_at, unusable
from plugins.artifact_emitter.sinks.workspace.publish import CannotExchangeError, publish, recover
from plugins.artifact_emitter.sinks.workspace.replaced import REPLACED, copy_replaced
from plugins.artifact_emitter.sinks.workspace.snapshot import Snapshot, inside, marks_in, snapshot_of

#: Mark of a file that holds edits of a person: whatever is there is nothing that a run may replace unasked.
_EDITED = "edited"
_MANIFESTS = "manifests/"


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
        for artifact in (*artifacts.files, *artifacts.attestations):
            _check_path(artifact.path)
        try:
            target = self.folder(destination.place)
            target.parent.mkdir(parents=True, exist_ok=True)
            with _locked(target.parent), _locked(target):
                kept = [*recover(target), *recover_in_place(target)]
                return _replace(target, artifacts, index_of(artifacts, digest), destination, options, kept)
        except UnfinishedError as error:
            raise unfinished(error) from error
        except OSError as error:
            raise failed(error, destination.place) from error

    def prepare(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> None:
        """See ``ArtifactSink.prepare``; what a run that was killed left is put in order when it is saved."""
        options = _options(destination)
        for artifact in (*artifacts.files, *artifacts.attestations):
            _check_path(artifact.path)
        try:
            target = self.folder(destination.place)
            if is_folder(target):
                with _locked(target.parent), _locked(target):
                    _compared(target, artifacts, index_of(artifacts, digest), options)
        except OSError as error:
            raise failed(error, destination.place) from error

    def find(self, request: str, destination: Destination) -> Earlier | None:
        """See ``ArtifactSink.find``; what a run that was killed left beside the folder is put in order first."""
        _options(destination)
        place = destination.place
        with self._settled(place) as (target, kept):
            earlier = find_intact(target, request, destination) if target is not None else None
            if target is None or earlier is None:
                return None
            told = _told(target, place, [entry.path for entry in earlier.entries], kept)
            return earlier.model_copy(update={"receipt": earlier.receipt.model_copy(update={"findings": told})})

    def edits(self, destination: Destination) -> list[EditedFile]:
        """Return what is not as the agent made it in a folder.

        Args:
            destination: the folder.

        Raises:
            InputError: the destination cannot be used.
            OutsideError: the disk failed.
        """
        with self._settled(destination.place) as (target, _):
            return edits_in(target) if target is not None else []

    @contextmanager
    def _settled(self, place: str) -> Iterator[tuple[Path | None, list[Path]]]:
        """Give a folder, if it is there, in which what a killed run left is in order, and what was kept beside."""
        try:
            target = self.folder(place)
            if not is_folder(target):
                yield None, []
                return
            with _locked(target.parent), _locked(target):
                yield target, [*recover(target), *recover_in_place(target)]
        except UnfinishedError as error:
            raise unfinished(error) from error
        except OSError as error:
            raise failed(error, place) from error

    def manifests(self, destination: Destination) -> Mapping[str, str]:
        """See ``ArtifactSink.manifests``; what is no text any more is left out, as a save will say."""
        target = self.folder(destination.place)
        try:
            return earlier_texts(target, _MANIFESTS)
        except OSError as error:
            raise failed(error, destination.place) from error

    def folder(self, place: str) -> Path:
        """Return the folder that a user means, without links.

        Args:
            place: the place as the user named it.

        Raises:
            InputError: it can be no output folder.
            OutsideError: something that is no folder is on the way to it.
        """
        try:
            return folder_at(place, self._root)
        except OSError as error:
            raise failed(error, place) from error


def _replace(
    target: Path,
    artifacts: ArtifactSet,
    index: Index,
    destination: Destination,
    options: WorkspaceOptions,
    kept: list[Path],
) -> Receipt:
    compared = _compared(target, artifacts, index, options)
    files, known, found, mounted = compared.files, compared.known, compared.found, compared.mounted
    coming = compared.coming
    changed = [path for path, digest in coming.items() if found.get(path) != digest]
    removed = sorted(known.keys() - coming.keys())
    lost = lost_at(found, known, coming)
    copies = copy_replaced(target, lost, found)
    if changed or removed:
        ours = snapshot_of(found, known, coming, options.overwrite)
        kept += _publish(target, files, ours, in_place=bool(mounted))
    return Receipt(
        kind=destination.kind,
        place=destination.place,
        revision=index.digest,
        digests=coming,
        written=[path for path in changed if path != INDEX],
        unchanged=len(index.digests.keys() - {*changed}),
        removed=removed,
        findings=[
            *_replaced(destination.place, lost, found, known, coming, copies),
            *_told(target, destination.place, {*index.digests, INDEX}, kept),
        ],
    )


class _Compared(NamedTuple):
    """A folder beside the files that are to come.

    Attributes:
        files: the files to come.
        known: what an earlier run left.
        found: what stands at the paths of both.
        mounted: what is mounted in the folder.
    """

    files: list[Artifact]
    known: dict[str, str]
    found: dict[str, str]
    mounted: list[Path]

    @property
    def coming(self) -> dict[str, str]:
        """SHA-256 by path of the files to come."""
        return {file.path: file.digest for file in self.files}


def _compared(target: Path, artifacts: ArtifactSet, index: Index, options: WorkspaceOptions) -> _Compared:
    """Compare a folder with what is to come.

    Raises:
        InputError: it holds what must not be replaced.
    """
    mounted = mounted_in(target) if is_folder(target) else []
    listed = Artifact(path=INDEX, content=render_index(index))
    files = [*artifacts.files, listed, *artifacts.attestations]
    here, coming = find_index(target), {file.path: file.digest for file in files}
    _require_one_file_system(target, mounted, coming)
    known = {**_known(here, target, mounted), **artifacts.taken, **_attested(target, coming)}
    found = marks_in(target, known, coming)
    if here.standing == "damaged":  # it makes way without being lost
        found.pop(INDEX, None)
    if not options.overwrite and (problems := conflicts(target, found, known, coming)):
        raise InputError(*problems)
    return _Compared(files, known, found, mounted)


def _attested(target: Path, coming: Mapping[str, str]) -> dict[str, str]:
    """Return what was signed of an earlier run's files and goes: what is signed anew, or is about other files."""
    said = attested_in(target)
    if not said:
        return {}
    stays = {file.path for file in speaking_of(said, coming)} - coming.keys()
    return {file.path: file.digest for file in said if file.path not in stays}


def _replaced(
    place: str,
    lost: Iterable[str],
    found: Mapping[str, str],
    known: Mapping[str, str],
    coming: Mapping[str, str],
    copies: Mapping[str, str],
) -> list[Finding]:
    """Return what is to be said of what had to go."""
    shown = {path: f"{place}{REPLACED}/{copy}" for path, copy in copies.items()}
    return telling.replaced(place, lost, found, known, coming, shown)


def _told(target: Path, place: str, coming: Collection[str], kept: list[Path]) -> list[Finding]:
    """Return what is to be said of what others have in the folder."""
    return [
        *telling.kept(place, (path.relative_to(target).as_posix() for path in kept)),
        *telling.unchecked(place, deployed_besides(target, coming)),
    ]


def _known(here: FoundIndex, target: Path, mounted: list[Path]) -> dict[str, str]:
    """Return what an earlier run left: what its index names, and the index itself."""
    index = _within(here.index, target, mounted)
    merged = index.merged.files if index is not None and index.merged is not None else {}
    return {
        **({path: _EDITED if path in merged else digest for path, digest in index.digests.items()} if index else {}),
        **({INDEX: here.mark} if here.mark is not None and here.standing == "ours" else {}),
    }


def _publish(target: Path, files: list[Artifact], ours: Snapshot, *, in_place: bool) -> list[Path]:
    if not in_place:
        try:
            return publish(target, files, ours)
        except CannotExchangeError:  # the system knows better than its list of mounts
            pass
    return publish_in_place(target, files, ours)


def _require_one_file_system(target: Path, mounted: list[Path], coming: Collection[str]) -> None:
    """Refuse a folder in which files of a run would have to go to two file systems: they could not change at once."""
    problems = []
    for place in (path for path in mounted if path != target):
        inner = place.relative_to(target).as_posix()
        if any(path == inner or path.startswith(f"{inner}/") for path in coming):
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
        raise unusable(destination.place, f"it takes no such option: {names}", "It takes overwrite alone.") from None


def _check_path(path: str) -> None:
    if not inside(path):
        raise InputError(
            Problem(
                code="path-outside",
                message=f"the artifact path {path!r} is no plain path inside the output folder",
                remedy="Use a relative path without '..' and control characters.",
                file="agent",
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
