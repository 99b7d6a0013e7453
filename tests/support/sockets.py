"""Keeping sockets on this machine."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

#: For programs that tests start: every way of opening a connection is replaced by one that keeps the address.
OFFLINE = """
import socket

opened = []


def refuse(self, address, *rest):
    opened.append(str(address))
    raise OSError("no connection is opened here")


socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = lambda *arguments, **_: refuse(None, arguments)
socket.getaddrinfo = lambda *arguments, **_: refuse(None, arguments)
"""


class ConnectionForbidden(AssertionError):
    """Something was about to be reached outside this machine."""


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    """Return a ``socket.connect`` that reaches this machine only."""

    def only_here(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise ConnectionForbidden(f"a connection to {address[0]} was about to be opened")
        return connect(self, address)

    return only_here
