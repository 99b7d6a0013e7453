"""Where a fleet's work waits, and where events come in, as settings name them."""

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from foundation.model.base import FrozenModel
from foundation.model.expressions import expression
from foundation.model.names import DNS_LABEL

#: Work waits in the process itself: what is not done when it ends has to come again.
EMBEDDED = "memory://"
#: The stream that an address without one means.
DEFAULT_STREAM = "infrastructure-requests"
_FLEET_WANTED = (
    "Give memory:// or redis://HOST[:PORT][/DATABASE] (rediss:// with TLS), with USER@ before HOST if it has users,"
    " and without a password"
)
_INTAKE_WANTED = (
    "Give redis://HOST[:PORT][/DATABASE][?tenants=NAME,NAME][#STREAM] (rediss:// with TLS), several of them separated "
    "by spaces"
)
#: What cannot be told apart when it is read by another program: a backslash, and all that is no sign of ASCII.
_UNREADABLE = expression(r"[^!-\[\]-~]")


#: The consumer group of all workers.
GROUP = "infra-engineer"


def fleet_name(workspace: str) -> str:
    """Return what the keys of a fleet's work begin with.

    Args:
        workspace: name of the workspace.
    """
    return f"infra-engineer-{workspace}"


class IntakeAddress(FrozenModel):
    """A Redis stream that events come in by.

    Attributes:
        url: address for the client, with the password if there is one.
        stream: key of the stream.
        tenants: the tenants that whoever adds to it may speak for; everybody, if there are none.
        name: address without the password, by which logs and dead letters know it.
    """

    url: str
    stream: str
    tenants: frozenset[str] | None = None
    name: str


def fleet_address(text: str) -> str:
    """Return the address of where work waits.

    Args:
        text: the address.

    Raises:
        ValueError: it is none, or a password stands in it; the message does not quote it.
    """
    if text == EMBEDDED:
        return text
    try:
        parts = urlsplit(text)
        named = parts.scheme in ("redis", "rediss") and parts.hostname and parts.port != 0 and parts.password is None
    except ValueError:
        raise ValueError(_FLEET_WANTED) from None
    plain = not (parts.query or parts.fragment or _UNREADABLE.search(text))
    if not (named and plain and re.fullmatch(r"/?[0-9]*", parts.path)):
        raise ValueError(_FLEET_WANTED)
    return text


def intake_addresses(text: str) -> list[IntakeAddress]:
    """Read addresses of streams that are separated by spaces.

    Args:
        text: the addresses.

    Raises:
        ValueError: one of them is none, or stands there twice; the message does not quote it.
    """
    addresses = [_intake(part) for part in text.split()]
    if len({address.name for address in addresses}) < len(addresses):
        raise ValueError("Give each stream once")
    return addresses


def _intake(text: str) -> IntakeAddress:
    try:
        parts = urlsplit(text)
        named = parts.scheme in ("redis", "rediss") and parts.hostname and parts.port != 0
        query = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise ValueError(_INTAKE_WANTED) from None
    tenants = query.pop("tenants", None)
    names = tenants.split(",") if tenants is not None else []
    plain = not _UNREADABLE.search(text) and re.fullmatch(r"/?[0-9]*", parts.path)
    if not (named and plain) or query or not all(re.fullmatch(DNS_LABEL, name) for name in names):
        raise ValueError(_INTAKE_WANTED)
    stream = parts.fragment or DEFAULT_STREAM
    host = parts.netloc.rpartition("@")[2]
    return IntakeAddress(
        url=urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
        stream=stream,
        tenants=frozenset(names) if tenants is not None else None,
        name=urlunsplit((parts.scheme, host, parts.path, "", stream)),
    )
