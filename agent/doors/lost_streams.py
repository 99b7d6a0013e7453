"""What is said when standard input or output fails."""

import errno

from foundation.model.errors import InputError, OutsideError, Problem


def unreadable(reason: OSError) -> InputError:
    """Return the failure of input that cannot be read.

    Args:
        reason: what the system said.
    """
    message = f"standard input cannot be read: {_why(reason)}"
    remedy = "Give the program something to read there, or name a file."
    return InputError(Problem(code="file-missing", message=message, remedy=remedy, file="<stdin>"))


def unwritten(reason: OSError) -> OutsideError:
    """Return the failure of output that is lost.

    Args:
        reason: what the system said.
    """
    message = f"the output cannot be written to standard output: {_why(reason)}"
    remedy = "Give it a place that takes it, and run again; files that were saved are saved."
    return OutsideError(Problem(code="output-not-written", message=message, remedy=remedy, file="<stdout>"))


def _why(reason: OSError) -> str | None:
    return "it is closed" if reason.errno == errno.EBADF else reason.strerror
