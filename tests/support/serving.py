"""An ASGI application on a real server of this machine."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

#: Seconds that a server may take to start, on a busy machine.
_PATIENCE = 30.0


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port until the block ends; gives its address.

    Args:
        app: the application.
    """
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + _PATIENCE
    while not server.started:
        assert thread.is_alive(), "the server ended at once"
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.01)
    (address,) = (found.getsockname() for one in server.servers for found in one.sockets)
    try:
        yield f"http://127.0.0.1:{address[1]}"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
