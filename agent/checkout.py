"""Digests of a checkout's modules; those of files that nobody has touched since are kept beside the bytecode."""

import base64
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from foundation.writing.whole import write_whole

#: Where they are kept: whoever may write there may write the code as well.
_KEPT = ("__pycache__", "digests.json")
#: A file that was changed so shortly before may have been changed again, and its time still be the same.
_TICK_NANOSECONDS = 2 * 10**9


def module_digests(root: Path, packages: Sequence[str]) -> dict[str, str]:
    """Return the digest of every module by its path, as installations record it.

    Args:
        root: the checkout.
        packages: folders of it that hold modules.
    """
    kept = root.joinpath(packages[0], *_KEPT)
    known, before = _known(kept)
    found: dict[str, list[Any]] = {}
    for path, status in (module for package in packages for module in _modules(f"{root}/{package}")):
        mark = [status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]
        held = known.get(path)
        if isinstance(held, list) and held[:-1] == mark and status.st_ctime_ns < before:
            found[path] = held
        else:
            found[path] = [*mark, _digest(path)]
            known.pop(path, None)  # so that it is written down anew, later than the file was changed
    if found != known and not sys.dont_write_bytecode:
        with suppress(OSError):  # next time they are read again
            write_whole(kept, json.dumps(found).encode())
    return {path[len(f"{root}/") :].replace(os.sep, "/"): digest for path, (*_, digest) in found.items()}


def _known(kept: Path) -> tuple[dict[str, Any], int]:
    """Return what is known of files, and before which time they must have been changed for that to hold."""
    try:
        with open(kept, "rb") as file:
            known = json.load(file)
            before = os.fstat(file.fileno()).st_ctime_ns - _TICK_NANOSECONDS
    except (OSError, ValueError, RecursionError):
        return {}, 0
    return (known, before) if isinstance(known, dict) else ({}, 0)


def _modules(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path, entry.stat()
            elif entry.is_dir() and entry.name != _KEPT[0]:
                yield from _modules(entry.path)


def _digest(path: str) -> str:
    with open(path, "rb", buffering=0) as file:
        content = file.read()
    encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"sha256={encoded.decode()}"
