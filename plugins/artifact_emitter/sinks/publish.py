"""Building the finished copy of an output folder and putting it in place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from foundation.model.run.artifacts import Artifact
from plugins.artifact_emitter.sinks.exchange import PREVIOUS, put_in_place

_STAGING = ".{name}.infra-engineer-staging-"


def publish(target: Path, files: list[Artifact], ours: set[str]) -> None:
    """Replace a folder, in one step, by the given files and what it holds of others.

    Args:
        target: the folder; it may not be there yet.
        files: the files to come.
        ours: paths of files and folders that are not carried over.

    Raises:
        OSError: nothing was changed.
    """
    staging = target.with_name(_STAGING.format(name=target.name) + "new")
    try:
        staging.mkdir()
        for folder in sorted({(staging / file.path).parent for file in files}):
            folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            (staging / file.path).write_bytes(file.content)
        if target.exists():
            _carry_over(target, staging, ours)
        put_in_place(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _carry_over(target: Path, staging: Path, ours: set[str]) -> None:
    """Bring what is not ours along: links to the same files, no copies of their content."""
    folders = []
    for relative, names, files in _walk(target):
        if not names and not files:
            (staging / relative).mkdir(parents=True, exist_ok=True)
        folders.append(relative)
        for name in [*files, *(name for name in names if (target / relative / name).is_symlink())]:
            if (relative / name).as_posix() not in ours:
                (staging / relative).mkdir(parents=True, exist_ok=True)
                _link(target / relative / name, staging / relative / name)
        # A folder where a file has to be was given up with --overwrite.
        names[:] = [name for name in names if not (staging / relative / name).is_file()]
    for relative in reversed(folders):
        if (staging / relative).is_dir():
            _take_after(target / relative, staging / relative)


def _walk(target: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk a folder top down; what cannot be read cannot be carried over and must not get lost."""

    def refuse(error: OSError) -> None:
        raise error

    for folder, names, files in os.walk(target, onerror=refuse):
        yield Path(folder).relative_to(target), names, files


def _link(source: Path, copy: Path) -> None:
    try:
        os.link(source, copy, follow_symlinks=False)
    except OSError:  # no hard links here, or not to the files of others
        shutil.copy2(source, copy, follow_symlinks=False)


def _take_after(source: Path, copy: Path) -> None:
    """Give a folder the rights and, where that is allowed, the owner of the one that it replaces."""
    shutil.copystat(source, copy)
    os.utime(copy)
    status = source.stat()
    with suppress(PermissionError):
        os.chown(copy, status.st_uid, status.st_gid)


def clear_leftovers(target: Path) -> None:
    """Remove what a killed run left; the lock says that no other run is at it."""
    prefix = _STAGING.format(name=target.name)
    for path in sorted(target.parent.iterdir()):
        if not path.name.startswith(prefix):
            continue
        if path.name.endswith(PREVIOUS) and not target.exists():
            os.rename(path, target)  # killed between two renames: this is the output itself
        else:
            shutil.rmtree(path, ignore_errors=True)
