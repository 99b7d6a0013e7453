"""The server: it listens on one socket until it is told to stop, and then finishes what it has begun."""

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from agent.bootstrap.access import require_access
from agent.doors.access.building import build_access, require_safe_address
from agent.doors.http.application import at_work, build_app
from agent.doors.http.patience import patient
from agent.garbage import leave_alone_what_is_there
from agent.settings import Settings
from foundation.model.errors import OutsideError, Problem
from foundation.model.flags import Flag

#: Seconds that requests get to come to their end when the server is told to stop.
_LAST_SECONDS = 30
_BACKLOG = 512


class Server(uvicorn.Server):
    """A server that ends without an error when it is told to stop.

    Args:
        app: the application.
        patience: seconds that the headers of a request may take.
    """

    def __init__(self, app: FastAPI, patience: float) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=patient(patience),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_LAST_SECONDS,
            )
        )
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; streams that would go on without end are told so."""
        self._app.state.leaving.set()
        await super().shutdown(sockets)

    async def run_at(self, listening: socket.socket, settle: Callable[[], None] = lambda: None) -> None:
        """Serve until it is told to stop.

        Args:
            listening: where.
            settle: is called when all is loaded that the server needs, and nothing was answered yet.

        Raises:
            InputError: the workspace cannot be one.
        """
        async with at_work(self._app):
            settle()
            await self.serve(sockets=[listening])

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on the signals that end a program, where they can come; what was ignored stays so."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        before = {number: signal.getsignal(number) for number in numbers}
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until a signal says to stop.

    Args:
        settings: the settings.
        host: address to listen at, a name or a number.
        port: the port; 0 takes a free one.

    Raises:
        InputError: others could reach the server, and nobody would be asked who they are; or the token file is none.
        OutsideError: nobody can listen there, or the token file cannot be read.
    """
    require_access(settings)
    access = build_access(settings)
    require_safe_address(host, access)
    server = Server(build_app(settings, access), settings.http_body_seconds)
    # A signal that comes while it begins ends it too; as an exception it would be told as an error of a group of tasks.
    with server.capture_signals(), listen(host, port) as listening:
        asyncio.run(server.run_at(listening, lambda: _begin(listening)))


def _begin(listening: socket.socket) -> None:
    """Say where the server is, now that it answers."""
    # A look for garbage among all that was loaded would hold up the loop for a tenth of a second.
    leave_alone_what_is_there()
    sys.stderr.write(f"listening on {address_of(listening)}\n")
    sys.stderr.flush()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Args:
        host: address to listen at, a name or a number.
        port: the port; 0 takes a free one.

    Raises:
        OutsideError: nobody can listen there.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(_BACKLOG)
        except OSError:
            listening.close()
            raise
    except (OSError, UnicodeError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _unusable(host, port, reason) from None
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address of a socket that listens, as clients write it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _unusable(host: str, port: int, reason: str) -> OutsideError:
    return OutsideError(
        Problem(
            code="listen-failed",
            message=f"{host} port {port} cannot be listened at: {reason}",
            remedy=f"Name an address of this machine with {Flag.HOST}, and a free port with {Flag.PORT}.",
            file=Flag.PORT,
        )
    )
