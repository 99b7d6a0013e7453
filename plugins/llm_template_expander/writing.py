"""Writing files whole or not at all."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from foundation.writing.whole import write_beside


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files; what cannot be written whole leaves nothing behind.

    All content is on the disk before the first file gets its name. The last file is the one that makes the others
    count: until it is there, what was new is taken away again.

    Args:
        files: content by path, in the order in which they get their names.

    Raises:
        OSError: a file cannot be written; nothing was.
    """
    folders, waiting, new = _made_folders(files), dict[Path, Path](), list[Path]()
    try:
        for folder in folders:
            folder.mkdir()
        for path, content in files.items():
            waiting[path] = write_beside(path, content)
        for path, name in list(waiting.items()):
            if not os.path.lexists(path):
                new.append(path)
            os.replace(name, path)
            del waiting[path]
    except BaseException:
        for left in [*waiting.values(), *new]:
            with suppress(OSError):
                os.unlink(left)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        raise


def _made_folders(files: Mapping[Path, bytes]) -> list[Path]:
    """Return the folders that are missing, outer ones first."""
    missing = {folder for path in files for folder in path.parents if not folder.exists()}
    return sorted(missing, key=lambda folder: len(folder.parts))
