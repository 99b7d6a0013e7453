"""Where other file systems begin: a sink neither moves nor empties what somebody mounted."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

#: The kernel's own list; it alone knows mounts of a folder on the same device, or of a single file.
MOUNTS = Path("/proc/self/mountinfo")
_POINT = 4


def mounted_in(folder: Path) -> list[Path]:
    """Return what is another file system's: the folder itself, or what is below it.

    Args:
        folder: an absolute path without links.
    """
    found = {*_listed(folder), *_other_devices(folder)}
    if os.path.ismount(folder):
        found.add(folder)
    return sorted(found)


def _listed(folder: Path) -> Iterator[Path]:
    try:
        lines = MOUNTS.read_bytes().splitlines()
    except OSError:  # not Linux: devices have to do
        return
    for line in lines:
        escaped = line.split(b" ")[_POINT]
        point = Path(os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8)]), escaped)))
        if point.is_relative_to(folder):
            yield point


def _other_devices(folder: Path) -> Iterator[Path]:
    """Find parts that cannot be renamed across although nothing is mounted, such as subvolumes."""
    device = os.lstat(folder).st_dev
    for parent, names, _ in os.walk(folder):
        for name in list(names):
            path = Path(parent, name)
            try:
                other = os.lstat(path).st_dev != device
            except OSError:  # its owner took it away
                continue
            if other:
                names.remove(name)
                yield path
