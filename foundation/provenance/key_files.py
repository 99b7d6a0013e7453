"""Reading the file of a key, and saying why one cannot be used; no text of a key is quoted."""

from pathlib import Path

from foundation.model.errors import InputError, Problem

#: No key, and no ring of keys that somebody verifies with, is longer.
_LARGEST = 16 * 1024 * 1024


def key_file(path: str, named_by: str) -> bytes:
    """Return what stands in the file of a key.

    Args:
        path: the file.
        named_by: what names it, such as a variable.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(_LARGEST)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no name of a file"
        raise unusable(path, f"it cannot be read: {reason}", f"Check the path that {named_by} gives.") from None


def unusable(path: str, message: str, remedy: str) -> InputError:
    """Return the mistake that a key cannot be used.

    Args:
        path: its file.
        message: why.
        remedy: how to mend that.
    """
    return InputError(
        Problem(code="signing-key", message=f"the key cannot be used: {message}", remedy=remedy, file=path)
    )
