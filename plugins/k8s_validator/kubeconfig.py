"""The file that names a cluster."""

from collections.abc import Iterable
from typing import Any

from foundation.model.errors import InputError, Problem
from foundation.source.document import decode, parse_documents
from plugins.k8s_validator.contexts import require_contexts


def require_readable(kubeconfig: str, named_by: str, contexts: Iterable[str] = (), contexts_from: str = "") -> None:
    """Make sure that kubectl can read the file, and that it has some contexts; else its entries are kubectl's matter.

    Args:
        kubeconfig: the file; empty for none.
        named_by: the flag or variable that names it.
        contexts: the contexts that it is to have.
        contexts_from: the flag or variable that names these.

    Raises:
        InputError: there is no such file, it cannot be read, it is no kubeconfig, or it has not all contexts.
    """
    if not kubeconfig:
        return
    try:
        with open(kubeconfig, "rb") as file:
            content = file.read()
    except OSError as error:
        reason, remedy = f"cannot be read: {error.strerror}", f"Check {named_by}, and the file's permissions."
    else:
        data = _kubeconfig(content)
        if data is not None:
            require_contexts(contexts, _contexts_in(data), kubeconfig, contexts_from)
            return
        # Nothing of it is quoted: such a file holds keys.
        reason, remedy = (
            "is none: it is no mapping with clusters",
            f"Check {named_by}; `kubectl config view` shows one.",
        )
    message = f"the kubeconfig {reason}"
    raise InputError(Problem(code="kubeconfig-unreadable", message=message, remedy=remedy, file=kubeconfig))


def _kubeconfig(content: bytes) -> dict[str, Any] | None:
    try:
        documents = parse_documents(decode(content, "kubeconfig"), "kubeconfig")
    except InputError:
        return None
    data = documents[0].data if len(documents) == 1 else None
    return data if isinstance(data, dict) and isinstance(data.get("clusters"), list) else None


def _contexts_in(data: dict[str, Any]) -> list[str]:
    entries = data.get("contexts")
    return [str(entry.get("name")) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
