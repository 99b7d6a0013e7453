"""Asks a server for generations, eight clients at once: ``... benchmarks.children.serving ADDRESS PROCESS BUNDLE``.

The process is the server's; its memory is read with that of its children. While clients ask, one more looks every few
milliseconds how long ``/healthz`` takes: that is how long the server's loop lets anybody wait.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

CLIENTS = 8
#: Of each client: requests that are not counted, that come to something new each time, and that find nothing changed.
WARM_UP, _FORCED, _UNCHANGED = 5, 25, 125
_ROUNDS_OF_MEMORY = 2
_BETWEEN_LOOKS = 0.005
_KIB_PER_MB = 1000 * 1000 / 1024


def main(address: str, process: str, bundle: str) -> None:
    """Print the seconds of each request and of each look, and the megabytes before and after."""
    host = urlsplit(address).netloc
    content = Path(bundle).read_bytes()
    asked(host, content, "force=true", WARM_UP)
    with _looking(host) as looks:
        forced = asked(host, content, "force=true", _FORCED)
    asked(host, content, "force=false", WARM_UP)
    before = _memory(int(process))
    unchanged = [wall for _ in range(_ROUNDS_OF_MEMORY) for wall in asked(host, content, "force=false", _UNCHANGED)]
    after = _memory(int(process))
    print(json.dumps({"forced": forced, "unchanged": unchanged, "looks": looks, "memory": [before, after]}))


def asked(host: str, content: bytes, query: str, number: int) -> list[float]:
    """Have all clients ask, each for a folder of its own; return the seconds of each request.

    Args:
        host: address and port of the server.
        content: the bundle.
        query: what else is said of each generation.
        number: requests of each client.
    """

    def client(place: int) -> list[float]:
        path = f"/v1/generations?output=bench/{place}&{query}"
        return list(_walls(host, lambda server: _post(server, path, content), number))

    with ThreadPoolExecutor(CLIENTS) as clients:
        return [wall for walls in clients.map(client, range(CLIENTS)) for wall in walls]


def _walls(host: str, ask: Callable[[HTTPConnection], None], number: int) -> Iterator[float]:
    server = HTTPConnection(host)
    for _ in range(number):
        started = time.perf_counter()
        ask(server)
        yield time.perf_counter() - started
    server.close()


def _post(server: HTTPConnection, path: str, content: bytes) -> None:
    server.request("POST", path, content, {"Content-Type": "application/yaml"})
    answer = server.getresponse()
    told = answer.read()
    assert answer.status == 200, told[:500]


@contextmanager
def _looking(host: str) -> Iterator[list[float]]:
    """Look at the server until the block ends."""
    looks, ended, server = list[float](), threading.Event(), HTTPConnection(host)

    def look() -> None:
        while not ended.wait(_BETWEEN_LOOKS):
            started = time.perf_counter()
            server.request("GET", "/healthz")
            server.getresponse().read()
            looks.append(time.perf_counter() - started)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield looks
    finally:
        ended.set()
        looking.join()
        server.close()


def _memory(process: int) -> float:
    """Return the megabytes that a process and all below it have in memory (Linux)."""
    children = [
        child for task in Path(f"/proc/{process}/task").glob("*/children") for child in task.read_text().split()
    ]
    status = Path(f"/proc/{process}/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    return own / _KIB_PER_MB + sum(_memory(int(child)) for child in children)


if __name__ == "__main__":
    main(*sys.argv[1:])
