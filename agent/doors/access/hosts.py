"""Which hosts a request may name, and whose pages may send it.

A page of somebody else can make its visitor's browser send requests to this machine, and by DNS rebinding read the
answers too: the browser then names that page's host. So a request has to name a host of ours, and its page, if it
comes from one, has to be ours. MCP asks for the same (2025-11-25, Streamable HTTP, Security Warning).
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from foundation.model.errors import Problem

#: Names by which a machine calls itself.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")


class HostCheck:
    """Looks at Host and Origin.

    Args:
        hosts: names, without ports, that requests may give beside those by which the machine calls itself.
        origins: origins, as in ``https://host``, whose pages may send requests beside our own.
    """

    def __init__(self, hosts: Sequence[str] = (), origins: Sequence[str] = ()) -> None:
        self._hosts = LOOPBACK | {name.lower().rstrip(".") for name in hosts}
        self._origins = {origin.lower().rstrip("/") for origin in origins}

    def problem(self, headers: Sequence[tuple[bytes, bytes]]) -> Problem | None:
        """Return what is wrong with a request's headers.

        Args:
            headers: names in lower case with their values, as ASGI has them.
        """
        hosts = _values(headers, b"host")
        if len(hosts) != 1 or not self._knows(hosts[0]):
            return _foreign_host()
        origins = _values(headers, b"origin")
        if len(origins) > 1 or not all(self._is_ours(origin, hosts[0]) for origin in origins):
            return _foreign_origin()
        return None

    def _knows(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return found is not None and found[1].lower().rstrip(".") in self._hosts

    def _is_ours(self, origin: str, host: str) -> bool:
        """Tell whether a page is one of this server, or of a host that is named as trusted."""
        if origin.lower() in self._origins:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and origin.lower() == f"{parts.scheme}://{host.lower()}"


def _values(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]


def _foreign_host() -> Problem:
    return Problem(
        code="host-foreign",
        message="the request names a host that is not this server's",
        remedy="Name the host of the server's address; whoever runs it adds names with INFRA_ENGINEER_ALLOWED_HOSTS.",
    )


def _foreign_origin() -> Problem:
    return Problem(
        code="origin-foreign",
        message="the request comes from a page that is not this server's",
        remedy="Use the server's own pages; whoever runs it adds origins with INFRA_ENGINEER_ALLOWED_ORIGINS.",
    )
