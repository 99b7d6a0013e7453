"""The file that names a cluster."""

from foundation.model.errors import InputError, Problem
from foundation.source.document import decode, parse_documents


def require_readable(kubeconfig: str, named_by: str) -> None:
    """Make sure that kubectl can read the file; what its entries say is kubectl's matter.

    Args:
        kubeconfig: the file; empty for none.
        named_by: the flag or variable that names it.

    Raises:
        InputError: there is no such file, it cannot be read, or it is no kubeconfig.
    """
    if not kubeconfig:
        return
    try:
        with open(kubeconfig, "rb") as file:
            content = file.read()
    except OSError as error:
        reason, remedy = f"cannot be read: {error.strerror}", f"Check {named_by}, and the file's permissions."
    else:
        if _is_kubeconfig(content):
            return
        # Nothing of it is quoted: such a file holds keys.
        reason, remedy = (
            "is none: it is no mapping with clusters",
            f"Check {named_by}; `kubectl config view` shows one.",
        )
    message = f"the kubeconfig {reason}"
    raise InputError(Problem(code="kubeconfig-unreadable", message=message, remedy=remedy, file=kubeconfig))


def _is_kubeconfig(content: bytes) -> bool:
    try:
        documents = parse_documents(decode(content, "kubeconfig"), "kubeconfig")
    except InputError:
        return False
    data = documents[0].data if len(documents) == 1 else None
    return isinstance(data, dict) and isinstance(data.get("clusters"), list)
