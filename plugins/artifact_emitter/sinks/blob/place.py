"""Where in which container: blob+https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX]."""

import re

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from plugins.artifact_emitter.sinks.this_machine import is_this_machine

#: An account is the first label of its host; an emulator on this machine has it at the beginning of the path.
_PLACE = re.compile(
    r"blob\+(?:https://(?P<host>[a-z0-9.-]+)|http://(?P<local>[a-z0-9.-]+(?::\d+)?)/(?P<account>\w+))/(.+)"
)
#: Names of containers and blobs, as Azure's "Naming and referencing containers, blobs, and metadata" has them; of those
#: of blobs only what needs no encoding in an address.
_CONTAINER = re.compile(r"(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_FOLDER = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(?<!\.)")


class BlobPlace(FrozenModel):
    """A place in a container.

    Attributes:
        account: the storage account.
        url: address of the container.
        is_plain: whether it is spoken to without TLS: only on this machine.
        prefix: what the names of all blobs begin with: empty, or with a slash at its end.
    """

    account: str
    url: str
    is_plain: bool
    prefix: str


def blob_place(text: str) -> BlobPlace:
    """Return the place that a user means.

    Args:
        text: the place, as the user named it.

    Raises:
        InputError: it is none.
    """
    match = _PLACE.fullmatch(text)
    if match is None:
        raise _none(text)
    container, *folders = match[4].split("/")
    plain = match["local"] is not None
    if not _CONTAINER.fullmatch(container) or not all(map(_FOLDER.fullmatch, folders)):
        raise _none(text)
    if plain and not is_this_machine(match["local"]):
        raise _none(text)
    root = f"http://{match['local']}/{match['account']}" if plain else f"https://{match['host']}"
    return BlobPlace(
        account=match["account"] or match["host"].partition(".")[0],
        url=f"{root}/{container}",
        is_plain=plain,
        prefix="".join(f"{folder}/" for folder in folders),
    )


def _none(text: str) -> InputError:
    message = f"{text!r} is no place in a container of Azure Blob Storage"
    remedy = (
        "Give blob+https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX], or "
        "blob+http://127.0.0.1:PORT/ACCOUNT/CONTAINER[/PREFIX] for an emulator on this machine, without a key."
    )
    return InputError(Problem(code="publish-place", message=message, remedy=remedy, file=Flag.PUBLISH))
