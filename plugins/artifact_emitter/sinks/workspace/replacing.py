"""Putting files into a folder in the place of an earlier run's, and saying what became of it."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from foundation.model.destination import Destination, Receipt
from foundation.model.findings import Finding
from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.index import INDEX, Index
from plugins.artifact_emitter.sinks.workspace import telling
from plugins.artifact_emitter.sinks.workspace.besides import deployed_besides
from plugins.artifact_emitter.sinks.workspace.comparing import compared
from plugins.artifact_emitter.sinks.workspace.conflicts import lost_at
from plugins.artifact_emitter.sinks.workspace.in_place import publish_in_place
from plugins.artifact_emitter.sinks.workspace.publish import CannotExchangeError, publish
from plugins.artifact_emitter.sinks.workspace.replaced import REPLACED, copy_replaced
from plugins.artifact_emitter.sinks.workspace.snapshot import Snapshot, snapshot_of


def replace(
    target: Path,
    artifacts: ArtifactSet,
    index: Index,
    destination: Destination,
    kept: list[Path],
    *,
    overwrite: bool,
) -> Receipt:
    """Replace what a folder holds.

    Args:
        target: the folder; it need not be there.
        artifacts: all files, and what is signed of them.
        index: the index that is to stand there.
        destination: the folder, as the user named it.
        kept: what was kept beside of others when the folder was put in order.
        overwrite: whether files that a person edited may be replaced.

    Raises:
        InputError: it holds what must not be replaced.
        OSError: the disk failed; the folder is as it was.
    """
    both = compared(target, artifacts, index, overwrite=overwrite)
    files, known, found, coming = both.files, both.known, both.found, both.coming
    changed = [path for path, digest in coming.items() if found.get(path) != digest]
    removed = sorted(known.keys() - coming.keys())
    lost = lost_at(found, known, coming)
    copies = copy_replaced(target, lost, found)
    if changed or removed:
        ours = snapshot_of(found, known, coming, overwrite)
        kept += _publish(target, files, ours, in_place=bool(both.mounted))
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
            *told(target, destination.place, {*index.digests, INDEX}, kept),
        ],
    )


def told(target: Path, place: str, coming: Collection[str], kept: list[Path]) -> list[Finding]:
    """Return what is to be said of what others have in a folder.

    Args:
        target: the folder.
        place: the same, as the user named it.
        coming: paths of the files of the run.
        kept: what was kept beside of others.
    """
    return [
        *telling.kept(place, (path.relative_to(target).as_posix() for path in kept)),
        *telling.unchecked(place, deployed_besides(target, coming)),
    ]


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


def _publish(target: Path, files: list[Artifact], ours: Snapshot, *, in_place: bool) -> list[Path]:
    if not in_place:
        try:
            return publish(target, files, ours)
        except CannotExchangeError:  # the system knows better than its list of mounts
            pass
    return publish_in_place(target, files, ours)
