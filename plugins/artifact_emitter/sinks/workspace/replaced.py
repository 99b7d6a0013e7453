"""Copies of what a person loses by wanting it: beside the output, where neither Helm nor kubectl takes them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from foundation.writing.copies import name_of_copy
from foundation.writing.whole import write_whole
from plugins.artifact_emitter.sinks.workspace.snapshot import mark_in

#: Ending of the folder beside the output.
REPLACED = ".replaced"


def copy_replaced(target: Path, paths: Iterable[str], found: Mapping[str, str]) -> dict[str, str]:
    """Copy files before they are replaced or removed; a link holds nothing that could be lost.

    Args:
        target: the output folder.
        paths: paths of what goes.
        found: mark of everything at the run's paths.

    Returns:
        Path of each copy in the folder beside, by the path of the file.

    Raises:
        OSError: a copy cannot be written; nothing was replaced.
    """
    copies = {}
    for path in paths:
        if mark_in(target, path) != found[path] or not (target / path).is_file() or (target / path).is_symlink():
            continue
        copies[path] = name_of_copy(path, found[path])
        copy = target.with_name(target.name + REPLACED) / copies[path]
        copy.parent.mkdir(parents=True, exist_ok=True)
        write_whole(copy, (target / path).read_bytes())
    return copies
