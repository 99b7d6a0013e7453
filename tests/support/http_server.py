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
def serving(settings: Settings, *, leaving: bool = False) -> Iterator[httpx2.Client]:
    """Run a server; yields a client of it.

    Args:
        settings: its settings.
        leaving: whether it is about to stop, so that streams end which would go on without end.
    """
    with listen("127.0.0.1", 0) as listening:
        address = address_of(listening)
        app = build_app(settings)
        if leaving:
            app.state.leaving.set()
        server = Server(app, settings.http_body_seconds)
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
