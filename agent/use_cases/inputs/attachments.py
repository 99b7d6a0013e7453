"""Reading the files that a bundle names by path, from the bundle's own folder and from nowhere else."""

import stat
from pathlib import Path

from foundation.model.errors import InputError, Problem

#: A ConfigMap holds no more (Kubernetes, api/core MaxSecretSize).
_LARGEST = 1024 * 1024


class FolderReader:
    """Reads files below a folder; links that lead out of it are refused.

    Args:
        folder: the bundle's folder.
        largest: bytes that a file may have.
    """

    def __init__(self, folder: Path, largest: int = _LARGEST) -> None:
        self._folder = folder.resolve()
        self._largest = largest

    def __call__(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises:
            InputError: it is not there, is no file, is too large, or is outside of the folder.
        """
        try:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder):
                raise _wrong(f"{name} is outside of the bundle's folder", "Keep the file beside the bundle.")
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise _wrong(f"{name} is no file", "Name a file.")
            if status.st_size > self._largest:
                raise _wrong(
                    f"{name} has {status.st_size} bytes; the limit is {self._largest}", "Use a volume, or less."
                )
            return path.read_bytes()
        except (OSError, ValueError, RuntimeError) as error:  # a loop of links is a RuntimeError
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise _wrong(
                f"{name} cannot be read: {reason}", "Check the path; it starts at the bundle's folder."
            ) from None


def _wrong(message: str, remedy: str) -> InputError:
    return InputError(Problem(code="file-unreadable", message=message, remedy=remedy))
