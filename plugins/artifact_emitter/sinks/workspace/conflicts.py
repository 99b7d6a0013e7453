"""Finding what a run must not replace: files that a person edited, or that are not ours."""

from collections.abc import Mapping
from pathlib import Path

from foundation.model.errors import Problem
from foundation.model.flags import Flag
from plugins.artifact_emitter.sinks.workspace.place import kind_of
from plugins.artifact_emitter.sinks.workspace.snapshot import OTHER, folders_above


def conflicts(
    folder: Path, found: Mapping[str, str], known: Mapping[str, str], coming: Mapping[str, str]
) -> list[Problem]:
    """Return a problem for each file that would be lost, or is in the way.

    Args:
        folder: the output folder.
        found: mark of everything at the run's paths.
        known: SHA-256 by path of what an earlier run left.
        coming: the same of what this run brings.
    """
    # A link counts as none: writing through it would end up elsewhere.
    no_folders = sorted((folders_above(coming) & found.keys()) - known.keys())
    return [
        *(_no_folder(folder / path) for path in no_folders),
        *(
            _edited(folder / path) if path in known and found[path] != OTHER else _not_ours(folder / path)
            for path in lost_at(found, known, coming)
        ),
    ]


def lost_at(found: Mapping[str, str], known: Mapping[str, str], coming: Mapping[str, str]) -> list[str]:
    """Return the paths of files at which there is something else than what a run left or brings.

    Args:
        found: mark of everything at the run's paths.
        known: SHA-256 by path of what an earlier run left.
        coming: the same of what this run brings.
    """
    files = sorted((known.keys() | coming.keys()) & found.keys())
    return [path for path in files if found[path] not in (coming.get(path), known.get(path))]


def _edited(path: Path) -> Problem:
    ways = f"generate with {Flag.MERGE}, or pass {Flag.OVERWRITE} to have only a copy of it kept"
    return Problem(
        code="file-edited",
        message="the file was edited since the last run",
        remedy=f"Move the change into the bundle or a template, {ways}.",
        file=str(path),
    )


def _not_ours(path: Path) -> Problem:
    kind = kind_of(path)
    replaced = "replace it" if kind in ("a file", "a link") else "have it kept beside under another name"
    return Problem(
        code="file-not-ours",
        message=f"{kind} of somebody else is here",
        remedy=f"Move it, choose another output folder, or pass {Flag.OVERWRITE} to {replaced}.",
        file=str(path),
    )


def _no_folder(path: Path) -> Problem:
    kept = f"pass {Flag.OVERWRITE} to have it kept beside under another name"
    return Problem(
        code="file-not-ours",
        message=f"{kind_of(path)} of somebody else is where a folder has to be",
        remedy=f"Move it, choose another output folder, or {kept}.",
        file=str(path),
    )
