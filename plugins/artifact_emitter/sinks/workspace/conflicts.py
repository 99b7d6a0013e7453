"""Finding what a run must not replace: files that a person edited, or that are not ours."""

from collections.abc import Mapping
from pathlib import Path

from foundation.model.errors import Problem
from foundation.model.flags import Flag
from plugins.artifact_emitter.sinks.workspace.snapshot import folders_above

_REMEDY = f"Move the change into the bundle or a template, or pass {Flag.OVERWRITE} to lose it."


def conflicts(
    folder: Path, found: Mapping[str, str], known: Mapping[str, str], coming: Mapping[str, str]
) -> list[Problem]:
    """Return a problem for each file that would be lost.

    Args:
        folder: the output folder.
        found: mark of everything at the run's paths.
        known: SHA-256 by path of what an earlier run left.
        coming: the same of what this run brings.
    """
    # A link counts as none: writing through it would end up elsewhere.
    no_folders = sorted(folders_above(coming) & found.keys())
    files = sorted((known.keys() | coming.keys()) & found.keys())
    return [
        *(_no_folder(folder / path) for path in no_folders),
        *(
            _no_file(folder / path, edited=path in known)
            for path in files
            if found[path] not in (coming.get(path), known.get(path))
        ),
    ]


def _no_file(path: Path, *, edited: bool) -> Problem:
    return Problem(
        code="file-edited" if edited else "file-not-ours",
        message="the file was edited since the last run" if edited else "a file of somebody else is here",
        remedy=_REMEDY if edited else f"Choose another output folder, or pass {Flag.OVERWRITE} to replace it.",
        file=str(path),
    )


def _no_folder(path: Path) -> Problem:
    return Problem(
        code="file-not-ours",
        message="a link or file of somebody else is where a folder has to be",
        remedy=f"Choose another output folder, or pass {Flag.OVERWRITE} to replace it.",
        file=str(path),
    )
