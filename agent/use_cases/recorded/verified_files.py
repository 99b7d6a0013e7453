"""Reading the files of an output folder, each of which has to be what the index says."""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from agent.use_cases.validation.bounded_reading import MAX_FILES, MAX_FOLDER_BYTES, problem
from foundation.model.errors import InputError, Problem
from foundation.model.parts import PARTS
from foundation.model.provenance import HELM_SUFFIX
from foundation.model.run.artifacts import Artifact, IndexEntry
from foundation.source.document import MAX_BYTES
from plugins.artifact_emitter.index import Index
from plugins.artifact_emitter.sinks.workspace.snapshot import folders_above

_MEND = "Take an untouched copy of the output, or generate it again from its bundle."


def verified_files(folder: Path, index: Index) -> list[Artifact]:
    """Return every file that an index lists, in its exact bytes.

    Args:
        folder: the output folder.
        index: its index, whose paths stay in it.

    Raises:
        InputError: with every file that is missing, changed, reached by a link or, in the folders of the output's
            parts, not listed; or they are too many or too large.
    """
    if len(index.artifacts) > MAX_FILES or sum(max(entry.size, 0) for entry in index.artifacts) > MAX_FOLDER_BYTES:
        message = f"the index lists more than {MAX_FILES} files or {MAX_FOLDER_BYTES // 2**20} MiB"
        raise InputError(problem("folder-too-large", message, "Check the path.", folder))
    files: list[Artifact] = []
    problems: list[Problem] = []
    for entry in index.artifacts:
        found = _verified(folder, entry)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(found)
    problems += _added(folder, index.digests)
    if problems:
        raise InputError(*problems)
    return files


def read_listed(folder: Path, path: str, most: int = MAX_BYTES) -> bytes | None:
    """Return the bytes of a file in a folder; ``None`` if none is there that is reached without a link.

    Args:
        folder: the folder.
        path: the file's path in it, which does not leave it.
        most: how many bytes to read; of a larger file one more, so that it differs from whatever was recorded.
    """
    if any((folder / above).is_symlink() for above in folders_above([path])):
        return None
    try:
        # Without waiting: what somebody put there may be a pipe.
        descriptor = os.open(folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        return file.read(most + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _verified(folder: Path, entry: IndexEntry) -> Artifact | Problem:
    place = folder / entry.path
    content = read_listed(folder, entry.path, max(entry.size, 0))
    if content is None:
        if _has_link(folder, entry.path):
            return problem("record-link", "a link stands where a file was recorded", _MEND, place)
        return problem("record-file-missing", "the file was recorded and cannot be read", _MEND, place)
    artifact = Artifact(path=entry.path, content=content)
    if artifact.entry != entry:
        return problem("record-file-changed", "the file is not the one that was recorded", _MEND, place)
    return artifact


def _has_link(folder: Path, path: str) -> bool:
    return any((folder / above).is_symlink() for above in (path, *folders_above([path])))


def _added(folder: Path, listed: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each file in the folders of the output's parts that nobody recorded."""
    for part in PARTS:
        for path in sorted(_below(folder, part.folder)):
            if path not in listed and path.removesuffix(HELM_SUFFIX) not in listed:
                remedy = "Remove it, or keep it beside the folders of the output."
                yield problem("record-file-added", "the file was not recorded", remedy, folder / path)


def _below(folder: Path, part: str) -> Iterator[str]:
    """Yield the files and links below the folder of a part, but not what links lead to."""
    number = 0
    for root, folders, files in os.walk(folder / part):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in (*files, *links):
            number += 1
            if number > MAX_FILES:
                return
            yield (Path(root) / name).relative_to(folder).as_posix()
