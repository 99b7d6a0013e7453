"""A folder beside the files that are to come: what of it is ours, what is somebody else's, and what must not be."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.index import INDEX, FoundIndex, Index, find_index, render_index
from plugins.artifact_emitter.sinks.workspace.attested import attested_in, speaking_of
from plugins.artifact_emitter.sinks.workspace.conflicts import conflicts
from plugins.artifact_emitter.sinks.workspace.exchange import is_folder
from plugins.artifact_emitter.sinks.workspace.mounts import mounted_in
from plugins.artifact_emitter.sinks.workspace.snapshot import inside, marks_in

#: Mark of a file that holds edits of a person: whatever is there is nothing that a run may replace unasked.
_EDITED = "edited"


class Compared(NamedTuple):
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


def compared(target: Path, artifacts: ArtifactSet, index: Index, *, overwrite: bool) -> Compared:
    """Compare a folder with what is to come.

    Args:
        target: the folder; it need not be there.
        artifacts: all files, and what is signed of them.
        index: the index that is to stand there.
        overwrite: whether files that a person edited may be replaced.

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
    if not overwrite and (problems := conflicts(target, found, known, coming)):
        raise InputError(*problems)
    return Compared(files, known, found, mounted)


def _attested(target: Path, coming: Mapping[str, str]) -> dict[str, str]:
    """Return what was signed of an earlier run's files and goes: what is signed anew, or is about other files."""
    said = attested_in(target)
    if not said:
        return {}
    stays = {file.path for file in speaking_of(said, coming)} - coming.keys()
    return {file.path: file.digest for file in said if file.path not in stays}


def _known(here: FoundIndex, target: Path, mounted: list[Path]) -> dict[str, str]:
    """Return what an earlier run left: what its index names, and the index itself."""
    index = _within(here.index, target, mounted)
    merged = index.merged.files if index is not None and index.merged is not None else {}
    return {
        **({path: _EDITED if path in merged else digest for path, digest in index.digests.items()} if index else {}),
        **({INDEX: here.mark} if here.mark is not None and here.standing == "ours" else {}),
    }


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
