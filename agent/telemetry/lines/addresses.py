"""Where log lines go, as a setting names it."""

import re
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError

Kind = Literal["stderr", "stdout", "azure-monitor", "redis", "blob"]

#: The stream that a Redis address without one means.
DEFAULT_STREAM = "infrastructure-logs"
_NAMED: dict[str, Kind] = {"stderr": "stderr", "stdout": "stdout", "azure-monitor": "azure-monitor"}
_SCHEMES: dict[str, Kind] = {"redis": "redis", "rediss": "redis", "blob+https": "blob", "blob+http": "blob"}
_WANTED = (
    "Give stderr, stdout, azure-monitor, redis://HOST[:PORT][/DATABASE][#STREAM] or "
    "blob+https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX], several of them separated by spaces"
)


class SinkAddress(FrozenModel):
    """One place.

    Attributes:
        kind: what is there.
        url: its address, with the password if there is one; empty for what has none.
        stream: key of the stream, for Redis.
        name: the address as messages may have it.
    """

    kind: Kind
    url: str = ""
    stream: str = ""
    name: str


def sink_addresses(text: str) -> list[SinkAddress]:
    """Read addresses that are separated by spaces.

    Args:
        text: the addresses.

    Raises:
        ValueError: one of them is none, or stands there twice; the message does not quote it.
    """
    addresses = [_address(part) for part in text.split()]
    if not addresses:
        raise ValueError(_WANTED)
    if len({address.name for address in addresses}) < len(addresses):
        raise ValueError("Give each place once")
    return addresses


def _container(text: str) -> str:
    from plugins.artifact_emitter.sinks.blob.place import blob_place

    try:
        blob_place(text)
    except InputError:
        raise ValueError(_WANTED) from None
    return text


def _address(text: str) -> SinkAddress:
    if text in _NAMED:
        return SinkAddress(kind=_NAMED[text], name=text)
    try:
        parts = urlsplit(text)
        valid = parts.scheme in _SCHEMES and parts.hostname and parts.port != 0 and not re.search(r"[^\x21-\x7e]", text)
    except ValueError:
        raise ValueError(_WANTED) from None
    if not valid or (_SCHEMES[parts.scheme] == "blob" and ("@" in parts.netloc or parts.query or parts.fragment)):
        raise ValueError(_WANTED)
    if _SCHEMES[parts.scheme] == "blob":
        return SinkAddress(kind="blob", url=_container(text), name=text)
    stream = parts.fragment or DEFAULT_STREAM
    name = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", stream))
    return SinkAddress(kind="redis", url=urlunsplit(parts._replace(fragment="")), stream=stream, name=name)
