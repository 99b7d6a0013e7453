"""Patience with clients: whoever sends the headers of a request a byte at a time holds a connection only for so long.

The server waits for a request's body within a bound (`bodies.py`) and for the next request on a connection that is kept
open; for headers it would wait for ever. What it never could read as a request is answered here too, because no
application hears of it.
"""

import asyncio
from http import HTTPStatus
from uuid import uuid4

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from agent.doors.http.mistakes import no_request
from agent.doors.http.problems import problem_answer
from agent.doors.http.request_ids import HEADER


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
        self._refuse("request-too-late", f"the headers of the request were not there after {self.seconds:g} seconds")

    def send_400_response(self, msg: str) -> None:
        """See the base class, which takes what it sends for text; an answer that is under way just ends."""
        self._refuse("request-unreadable", "what came is no request of HTTP/1.1")

    def _should_upgrade(self) -> bool:
        """See the base class, which has it in the log; nothing else is spoken here."""
        return False

    def _refuse(self, code: str, message: str) -> None:
        if not self.transport.is_closing():
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                self.transport.write(_refusal(code, message))
            self.transport.close()


def _refusal(code: str, message: str) -> bytes:
    """Return an answer to what is no request, as it goes out."""
    request_id = uuid4().hex
    answer = problem_answer(no_request(code, message), request_id).response
    answer.headers.update({HEADER: request_id, "Connection": "close"})
    lines = [f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}".encode()]
    lines += [name + b": " + value for name, value in answer.raw_headers]
    return b"\r\n".join([*lines, b"", bytes(answer.body)])


def patient(seconds: float) -> type[PatientProtocol]:
    """Return the protocol with a bound.

    Args:
        seconds: how long headers may take.
    """
    return type("Patient", (PatientProtocol,), {"seconds": seconds})
