"""Copies of files in conflict, beside the output: marked for a person, and read again once they are resolved."""

from pathlib import Path

from foundation.model.errors import OutsideError, Problem
from foundation.model.run.artifacts import sha256
from foundation.writing.copies import name_of_copy
from foundation.writing.whole import write_whole


class MarkedCopies:
    """The copies of one output.

    Args:
        folder: where they are; it is made when there is one.
        place: the same folder as the user would name it.
    """

    def __init__(self, folder: Path, place: str) -> None:
        self._folder = folder
        self._place = place

    def named(self, path: str, base: str, new: str, edited: str) -> str:
        """Return the name of a copy: it stands for these three texts, so it says nothing of any others.

        Args:
            path: the file's path in the output.
            base: the common text.
            new: the agent's.
            edited: the person's.
        """
        return name_of_copy(path, sha256("".join(sha256(text.encode()) for text in (base, new, edited)).encode()))

    def shown(self, name: str) -> str:
        """Return a copy's path as the user would name it."""
        return f"{self._place}/{name}"

    def read(self, name: str) -> str | None:
        """Return a copy's text as it is now, if there is one.

        Raises:
            OutsideError: it cannot be read.
        """
        try:
            return (self._folder / name).read_bytes().decode()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise _failed(self.shown(name), "read", error) from error

    def write(self, name: str, text: str) -> None:
        """Write a copy.

        Raises:
            OutsideError: it cannot be written.
        """
        path = self._folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())
        except OSError as error:
            raise _failed(self.shown(name), "written", error) from error


def _failed(place: str, what: str, error: Exception) -> OutsideError:
    reason = error.strerror if isinstance(error, OSError) else "it is no text"
    message = f"the copy of a file in conflict cannot be {what}: {reason}"
    return OutsideError(Problem(code="file-unwritable", message=message, remedy="Check the file.", file=place))
