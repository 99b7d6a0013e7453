"""Saving at a folder: what is asked before, under which lock, and how it is said what became of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.destination import Destination, Receipt
from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.earlier import Earlier
from foundation.model.run.edits import EditedFile
from plugins.artifact_emitter.index import index_of
from plugins.artifact_emitter.sinks.workspace.comparing import compared
from plugins.artifact_emitter.sinks.workspace.earlier_texts import earlier_texts
from plugins.artifact_emitter.sinks.workspace.edits import edits_in
from plugins.artifact_emitter.sinks.workspace.errors import UnfinishedError, failed, unfinished
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder
from plugins.artifact_emitter.sinks.workspace.in_place import recover_in_place
from plugins.artifact_emitter.sinks.workspace.intact import find_intact
from plugins.artifact_emitter.sinks.workspace.locks import locked
from plugins.artifact_emitter.sinks.workspace.place import folder_at, unusable
from plugins.artifact_emitter.sinks.workspace.publish import recover
from plugins.artifact_emitter.sinks.workspace.replacing import replace, told
from plugins.artifact_emitter.sinks.workspace.snapshot import inside

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
            with locked(target.parent), locked(target):
                kept, index = [*recover(target), *recover_in_place(target)], index_of(artifacts, digest)
                return replace(target, artifacts, index, destination, kept, overwrite=options.overwrite)
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
                with locked(target.parent), locked(target):
                    compared(target, artifacts, index_of(artifacts, digest), overwrite=options.overwrite)
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
            findings = told(target, place, [entry.path for entry in earlier.entries], kept)
            return earlier.model_copy(update={"receipt": earlier.receipt.model_copy(update={"findings": findings})})

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
            with locked(target.parent), locked(target):
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
