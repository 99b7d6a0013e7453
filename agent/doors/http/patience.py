"""Patience with clients: whoever sends the headers of a request a byte at a time holds a connection only for so long.

The server waits for a request's body within a bound (`bodies.py`) and for the next request on a connection that is kept
open; for headers it would wait for ever.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class PatientProtocol(H11Protocol):
    """A connection that is closed when the headers of a request are not there in time.

    Attributes:
        seconds: how long headers may take, from the opening of the connection or the first byte of a further request.
    """

    seconds: float
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See the base class."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """See the base class."""
        super().data_received(data)
        if self._at_work:
            self._stop_waiting()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """See the base class."""
        self._stop_waiting()
        super().connection_lost(exc)

    @property
    def _at_work(self) -> bool:
        """Whether the headers of a request are there and its answer is not."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self.transport.write(_TOO_SLOW)
            self.transport.close()


def patient(seconds: float) -> type[PatientProtocol]:
    """Return the protocol with a bound.

    Args:
        seconds: how long headers may take.
    """
    return type("Patient", (PatientProtocol,), {"seconds": seconds})
