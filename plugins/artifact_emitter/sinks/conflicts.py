"""Finding what a run must not replace: files that a person edited, or that are not ours."""

import os
from pathlib import Path, PurePosixPath

from foundation.model.errors import Problem
from foundation.model.run.artifacts import ArtifactSet, sha256
from plugins.artifact_emitter.index import Index

_REMEDY = "Move the change into the bundle or a template, or pass --overwrite to lose it."


def conflicts(folder: Path, artifacts: ArtifactSet, previous: Index | None) -> list[Problem]:
    """Return a problem for each file that would be lost.

    Args:
        folder: the output folder.
        artifacts: the files to come.
        previous: index of the run before, if there was one.
    """
    known = previous.digests if previous else {}
    coming = {artifact.path: artifact.digest for artifact in artifacts.files}
    problems = [_no_folder(folder / path) for path in sorted(folders_of(artifacts)) if _is_no_folder(folder / path)]
    for path in sorted(known.keys() | coming.keys()):
        found = digest_of(folder / path)
        if found is None or found in (coming.get(path), known.get(path)):
            continue
        edited = path in known
        problems.append(
            Problem(
                code="file-edited" if edited else "file-not-ours",
                message="the file was edited since the last run" if edited else "a file of somebody else is here",
                remedy=_REMEDY if edited else "Choose another output folder, or pass --overwrite to replace it.",
                file=str(folder / path),
            )
        )
    return problems


def folders_of(artifacts: ArtifactSet) -> set[str]:
    """Return every folder that the files need, as relative POSIX paths."""
    return {str(parent) for file in artifacts.files for parent in PurePosixPath(file.path).parents if parent.name}


def _is_no_folder(path: Path) -> bool:
    """A link counts as none: writing through it would end up elsewhere."""
    return path.is_symlink() or (path.exists() and not path.is_dir())


def _no_folder(path: Path) -> Problem:
    return Problem(
        code="file-not-ours",
        message="a link or file of somebody else is where a folder has to be",
        remedy="Choose another output folder, or pass --overwrite to replace it.",
        file=str(path),
    )


def digest_of(path: Path) -> str | None:
    """Return a file's digest; ``None`` if there is nothing, and no digest's text for what is no file."""
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or not path.is_file():
        return "not a plain file"
    return sha256(path.read_bytes())
