"""What is in a folder that runs go by, as one digest: whoever has the same one went by the same files."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from foundation.model.digests import json_digest
from foundation.model.run.artifacts import sha256

#: Folders with more than this are not looked at: they are no template folders, and reading them would take long.
_MOST_FILES = 5000
_MOST_BYTES = 64 * 1024 * 1024
#: Where the policies of a template folder are.
POLICIES = "policies/"
#: A day as exceptions to rules give it.
_DAY = re.compile(rb"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class FolderContent:
    """What is in a folder.

    Attributes:
        digest: digest of every path and file but for the policies.
        policies: digest of the paths and files of the folder of policies in it.
        days: every text in the files that may be a day, such as 2027-06-30.
    """

    digest: str
    policies: str
    days: frozenset[str]


def folder_content(root: Path) -> FolderContent | None:
    """Return what is in a folder; nothing, if that cannot be told for sure.

    Args:
        root: the folder; one that is not there is empty. Git's own folder in it does not count.
    """
    digests: dict[str, str] = {}
    days: set[bytes] = set()
    size = 0
    try:
        for path in _files(root):
            content = path.read_bytes()
            size += len(content)
            if size > _MOST_BYTES or len(digests) >= _MOST_FILES:
                return None
            digests[path.relative_to(root).as_posix()] = sha256(content)
            days.update(_DAY.findall(content))
        policies = {path: digest for path, digest in digests.items() if path.startswith(POLICIES)}
        rest = {path: digest for path, digest in digests.items() if path not in policies}
        return FolderContent(json_digest(rest), json_digest(policies), frozenset(day.decode() for day in days))
    except (OSError, ValueError):
        return None


def days_in(text: bytes) -> frozenset[str]:
    """Return every part of a text that may be a day."""
    return frozenset(day.decode() for day in _DAY.findall(text))


def _files(root: Path) -> list[Path]:
    """Return every file of a folder.

    Raises:
        OSError: a folder cannot be read.
        ValueError: a folder is a link: what is behind it may be large, or the folder itself.
    """
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise error

    for folder, names, files in os.walk(root, onerror=refuse if root.exists() else None):
        names[:] = [name for name in names if name != ".git"]
        if any(os.path.islink(os.path.join(folder, name)) for name in names):
            raise ValueError(folder)
        found += [Path(folder, name) for name in files]
    return found
