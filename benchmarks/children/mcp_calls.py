"""Has eight MCP clients generate at once: ``... benchmarks.children.mcp_calls ADDRESS BUNDLE``.

They speak the protocol themselves, as those of ``serving`` speak HTTP: the SDK's client takes as much processor for an
answer as the server, on the same processors, so that a call's time would be half its own.
"""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.children.serving import CLIENTS, WARM_UP

#: Of each client.
_CALLS = 25
_VERSION = "2025-11-25"
_HELLO = {"protocolVersion": _VERSION, "capabilities": {}, "clientInfo": {"name": "benchmark", "version": "1"}}


class _Session:
    """A session over a connection that is kept open.

    Args:
        host: address and port of the server.
    """

    def __init__(self, host: str) -> None:
        self._server = HTTPConnection(host)
        self._headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        self._numbers = count(1)
        self.ask("initialize", _HELLO)
        self._post({"method": "notifications/initialized"})

    def ask(self, method: str, params: dict[str, Any]) -> bytes:
        """Return all that a request is answered with, notifications among it."""
        return self._post({"id": next(self._numbers), "method": method, "params": params})

    def _post(self, message: dict[str, Any]) -> bytes:
        self._server.request("POST", "/mcp", json.dumps({"jsonrpc": "2.0", **message}), self._headers)
        answer = self._server.getresponse()
        told = answer.read()
        assert answer.status in (200, 202), told[:500]
        session = {"Mcp-Session-Id": answer.headers["Mcp-Session-Id"], "MCP-Protocol-Version": _VERSION}
        self._headers = {**self._headers, **session}
        return told


def main(address: str, bundle: str) -> None:
    """Print the seconds of each call."""
    host, content = urlsplit(address).netloc, Path(bundle).read_text(encoding="utf-8")
    with ThreadPoolExecutor(CLIENTS) as clients:
        walls = clients.map(lambda place: [*_walls(_Session(host), content, place)][WARM_UP:], range(CLIENTS))
        print(json.dumps([wall for of_client in walls for wall in of_client]))


def _walls(session: _Session, bundle: str, place: int) -> Iterator[float]:
    arguments = {"bundle": bundle, "output": f"bench/mcp-{place}", "force": True}
    for _ in range(WARM_UP + _CALLS):
        started = time.perf_counter()
        told = session.ask("tools/call", {"name": "generate_infrastructure", "arguments": arguments})
        assert b'"isError":false' in told, told[:500]
        yield time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
