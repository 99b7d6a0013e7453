"""Addresses of channels, as a setting names them."""

import re
from typing import Literal
from urllib.parse import SplitResult, urlsplit, urlunsplit

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest

#: The stream that a Redis address without one means.
DEFAULT_STREAM = "infrastructure-events"
_KINDS: dict[str, Literal["redis", "http", "event_grid"]] = {
    "redis": "redis",
    "rediss": "redis",
    "http": "http",
    "https": "http",
    "eventgrid+http": "event_grid",
    "eventgrid+https": "event_grid",
}
_WANTED = (
    "Give redis://HOST[:PORT][/DATABASE][#STREAM], https://HOST[:PORT]/PATH or eventgrid+https://TOPIC/api/events, "
    "several of them separated by spaces"
)
#: What cannot be told apart when it is read by another program.
_UNREADABLE = re.compile(r"[\\\x00-\x20\x7f-\U0010ffff]")


class ChannelAddress(FrozenModel):
    """Where a channel leads.

    Attributes:
        kind: what is there.
        url: address for the client, with the password if there is one.
        stream: key of the stream, for Redis.
        name: address without password and query, by which the outbox and messages know the channel.
    """

    kind: Literal["redis", "http", "event_grid"]
    url: str
    stream: str = ""
    name: str


def channel_addresses(text: str) -> list[ChannelAddress]:
    """Read addresses that are separated by spaces.

    Args:
        text: the addresses.

    Raises:
        ValueError: one of them is none, or stands there twice; the message does not quote it.
    """
    addresses = [_address(part) for part in text.split()]
    if len({address.name for address in addresses}) < len(addresses):
        raise ValueError("Give each channel once")
    return addresses


def _address(text: str) -> ChannelAddress:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in _KINDS and parts.hostname and parts.port != 0 and not _UNREADABLE.search(text)
    except ValueError:
        raise ValueError(_WANTED) from None
    kind = _KINDS.get(parts.scheme, "http")
    if not valid or (kind != "redis" and (parts.fragment or "@" in parts.netloc)):
        raise ValueError(_WANTED)
    stream = (parts.fragment or DEFAULT_STREAM) if kind == "redis" else ""
    url = parts._replace(scheme=parts.scheme.removeprefix("eventgrid+"), fragment="")
    return ChannelAddress(kind=kind, url=urlunsplit(url), stream=stream, name=_name(parts, stream))


def _name(parts: SplitResult, stream: str) -> str:
    """Return the address without what may be secret; a query leaves a digest, for another query is another channel."""
    mark = stream or (json_digest([parts.query]).removeprefix("sha256:")[:8] if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", mark))
