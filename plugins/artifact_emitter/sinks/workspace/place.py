"""The folder that a user means by a place, and what cannot be one."""

import errno
import stat
from pathlib import Path

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag

_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISREG, "a file"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def folder_at(place: str, root: Path | None) -> Path:
    """Return the folder that artifacts are to be saved in, without links.

    Args:
        place: the place as the user named it.
        root: the real path of the folder that it may not leave; ``None`` trusts the user.

    Raises:
        InputError: it can be no output folder.
        OSError: something that is no folder is on the way to it.
    """
    _require_plain(place)
    target = _followed(place)
    # What is there is said of places alone that the user may ask about.
    if root is not None and (target == root or not target.is_relative_to(root)):
        raise unusable(place, "it is outside the workspace", "Choose a folder inside the workspace.")
    if Path.cwd().is_relative_to(target):
        remedy = "Choose a folder of its own, such as ./out."
        raise unusable(place, "it is the current folder or holds it, and is replaced as a whole", remedy)
    _require_folder(place, target)
    for folder in target.parents:
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{folder} is {kind_of(folder)}", str(target))
    return target


def readable_folder(place: str) -> Path:
    """Return a folder that is only looked at, without links; it need not be there.

    Args:
        place: the place as the user named it.

    Raises:
        InputError: it can be no folder.
    """
    _require_plain(place)
    target = _followed(place)
    _require_folder(place, target)
    return target


def _require_folder(place: str, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise unusable(place, f"it is {kind_of(target)}", "Choose a folder.")


def kind_of(path: Path) -> str:
    """Return what something is, in a word; a link is one, wherever it leads."""
    mode = path.lstat().st_mode
    return next((kind for is_one, kind in _KINDS if is_one(mode)), "a device")


def unusable(place: str, message: str, remedy: str) -> InputError:
    """Return the mistake that a place cannot be used.

    Args:
        place: the place as the user named it.
        message: why.
        remedy: how to mend that.
    """
    whole = f"the output folder {place!r}: {message}"
    return InputError(Problem(code="output-unusable", message=whole, remedy=remedy, file=Flag.OUTPUT))


def _require_plain(place: str) -> None:
    """Refuse what would be taken for the name of a folder although something else is meant."""
    if not place.strip():
        raise unusable(place, "it names no folder", "Name one, such as ./out.")
    if place == "-":
        raise unusable(place, "standard output takes no folder", "Name a folder; one of this name is ./- .")
    if "://" in place:
        raise unusable(place, "it is an address", "Name a folder on this machine; publish what is in it afterwards.")
    if place.split("/")[0].startswith("~"):
        remedy = "Write $HOME instead, or ./ before the name if the folder is called that."
        raise unusable(place, "the shell has not filled in the home folder", remedy)
    if not place.isprintable():
        raise unusable(place, "its name has control characters", "Choose another folder.")


def _followed(place: str) -> Path:
    try:
        target = Path(place).resolve()
        target.exists()  # a name that is too long is told here
    except (RuntimeError, ValueError):
        raise unusable(place, "there can be no folder of this name", "Choose another folder.") from None
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENAMETOOLONG):
            raise
        message = f"there can be no folder of this name: {error.strerror}"
        raise unusable(place, message, "Choose another folder.") from None
    return target
