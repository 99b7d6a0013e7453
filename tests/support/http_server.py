"""The HTTP server of the agent on a port of this machine, in this process."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from agent.doors.http.application import build_app
from agent.doors.http.server import Server, address_of, listen
from agent.settings import Settings

_PATIENCE = 30.0


@contextmanager
def serving(settings: Settings) -> Iterator[httpx2.Client]:
    """Run a server; yields a client of it.

    Args:
        settings: its settings.
    """
    with listen("127.0.0.1", 0) as listening:
        address = address_of(listening)
        server = Server(build_app(settings), settings.http_body_seconds)
        thread = threading.Thread(target=lambda: asyncio.run(server.run_at(listening)))
        thread.start()
        try:
            until = time.monotonic() + _PATIENCE
            while not server.started and thread.is_alive() and time.monotonic() < until:
                time.sleep(0.01)
            assert server.started
            with httpx2.Client(base_url=address, timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
