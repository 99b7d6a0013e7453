"""The file that names a cluster."""

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag


def require_readable(kubeconfig: str) -> None:
    """Make sure that kubectl can read the file; what is in it is kubectl's matter.

    Args:
        kubeconfig: the file; empty for none.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    if not kubeconfig:
        return
    try:
        with open(kubeconfig, "rb"):
            return
    except OSError as error:
        message = f"the kubeconfig cannot be read: {error.strerror}"
        remedy = f"Check {Flag.KUBECONFIG} or INFRA_ENGINEER_KUBECONFIG, and the file's permissions."
        raise InputError(
            Problem(code="kubeconfig-unreadable", message=message, remedy=remedy, file=kubeconfig)
        ) from None
