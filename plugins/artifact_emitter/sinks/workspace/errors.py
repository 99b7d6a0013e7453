"""What becomes of a save that fails: nothing was changed, or it can neither be finished nor taken back."""

import os

from foundation.model.errors import OutsideError, Problem
from foundation.model.flags import Flag

#: Part of every name that only a run knows.
_OWN = ".infra-engineer-"


class UnfinishedError(OSError):
    """Something in the folder is not where it belongs; the next run goes on from there.

    Args:
        message: what is where.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def failed(error: OSError, place: str) -> OutsideError:
    """Return the failure of a save that changed nothing.

    Args:
        error: what the disk said.
        place: the output folder, as the user named it.
    """
    path = str(error.filename or place)
    if _OWN in os.path.basename(path):  # it says nothing to a user
        path = os.path.dirname(path)
    message = f"{path} cannot be written: {error.strerror}"
    remedy = "Nothing was changed. Check space and permissions, or choose another folder with -o."
    return OutsideError(Problem(code="output-failed", message=message, remedy=remedy, file=Flag.OUTPUT))


def unfinished(error: UnfinishedError) -> OutsideError:
    """Return the failure of a save that left something where it does not belong."""
    message = f"the output folder is not in order: {error.message}"
    remedy = "Nothing was lost. Mend what it says and run again: the next run goes on from there."
    return OutsideError(Problem(code="output-unfinished", message=message, remedy=remedy, file=Flag.OUTPUT))
