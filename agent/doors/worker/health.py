"""What an orchestrator of containers asks a worker: whether it lives, and whether it takes work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from foundation.model.errors import OutsideError, Problem
from foundation.model.flags import Flag


@contextmanager
def answering(port: int | None, ready: Callable[[], bool]) -> Iterator[int | None]:
    """Answer ``GET /healthz`` and ``GET /readyz``, with nothing in it but whether it is so.

    Args:
        port: port on all addresses; 0 chooses one, and nothing is answered without one.
        ready: tells whether work is taken.

    Yields:
        The port.

    Raises:
        OutsideError: it is taken.
    """
    if port is None:
        yield None
        return
    with _listening(port, _handler(ready)) as server:
        thread = Thread(target=server.serve_forever, name="health", daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def _listening(port: int, handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("", port), handler)
    except OSError as error:
        raise OutsideError(
            Problem(
                code="listen-failed",
                message=f"nobody can listen at port {port}: {error.strerror or error}",
                remedy="Name another port, or end what listens there.",
                file=Flag.HEALTH_PORT,
            )
        ) from None


def _handler(ready: Callable[[], bool]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5.0

        def do_GET(self) -> None:
            answers = {"/healthz": lambda: True, "/readyz": ready}
            known = answers.get(self.path)
            status = HTTPStatus.NOT_FOUND if known is None else _status(known())
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            """Say nothing: a probe comes every few seconds."""

    return Handler


def _status(good: bool) -> HTTPStatus:
    return HTTPStatus.NO_CONTENT if good else HTTPStatus.SERVICE_UNAVAILABLE
