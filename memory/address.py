"""Where memory is, as a setting names it."""

import re
from typing import Literal
from urllib.parse import urlsplit

from foundation.model.base import FrozenModel

SQLITE = "sqlite"
_DATABASE, _CONTAINER = "infra-engineer", "memory"
_WANTED = (
    "Give sqlite, redis://[USER@]HOST[:PORT][/DATABASE] (rediss:// with TLS), or "
    "cosmos+https://ACCOUNT.documents.azure.com[:PORT][/DATABASE/CONTAINER], without a password"
)
_UNREADABLE = re.compile(r"[\\?#%\x00-\x20\x7f-\U0010ffff]")


class MemoryAddress(FrozenModel):
    """What keeps memory.

    Attributes:
        kind: what it is.
        url: address for its client; empty for a file.
        database: database of Cosmos DB.
        container: container in it.
    """

    kind: Literal["sqlite", "redis", "cosmos"]
    url: str = ""
    database: str = _DATABASE
    container: str = _CONTAINER


def memory_address(text: str) -> MemoryAddress:
    """Read an address.

    Args:
        text: the address.

    Raises:
        ValueError: it is none, or a password stands in it; the message does not quote it.
    """
    if text == SQLITE:
        return MemoryAddress(kind="sqlite")
    try:
        parts = urlsplit(text)
        named = parts.hostname and parts.port != 0 and not _UNREADABLE.search(text) and parts.password is None
    except ValueError:
        raise ValueError(_WANTED) from None
    path = parts.path.strip("/")
    if named and parts.scheme in ("redis", "rediss") and re.fullmatch(r"[0-9]*", path):
        return MemoryAddress(kind="redis", url=text)
    names = path.split("/") if path else [_DATABASE, _CONTAINER]
    if named and parts.scheme in ("cosmos+https", "cosmos+http") and parts.username is None and len(names) == 2:
        url = f"{parts.scheme.removeprefix('cosmos+')}://{parts.netloc}/"
        return MemoryAddress(kind="cosmos", url=url, database=names[0], container=names[1])
    raise ValueError(_WANTED)
