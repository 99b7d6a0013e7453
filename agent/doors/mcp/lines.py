"""Lines of standard input as messages: read in a thread, bounded, and refused there if they are none."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from io import BufferedReader
from threading import Thread

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCMessage

from agent.doors.lost_streams import unreadable
from agent.doors.mcp.message_bounds import LARGEST, Fault, fault_of
from agent.doors.mcp.refusals import reason, refusal

#: What comes of a line: a message, what is answered to it, or why it is none.
Incoming = SessionMessage | JSONRPCError | ValueError
#: Bytes of either end of a line that is too long which are kept, and bytes that are read of it at once.
_KEPT, _PIECE = 64 * 1024, 1024 * 1024


@asynccontextmanager
async def messages_in(source: BufferedReader) -> AsyncIterator[AsyncIterator[Incoming]]:
    """Read messages in a daemon thread.

    The SDK's own reader waits in a thread that Python waits for in turn: after an interrupt the
    process would stay until the client closes its end.

    Args:
        source: standard input.

    Raises:
        InputError: it cannot be read.
    """
    sender, receiver = anyio.create_memory_object_stream[Incoming | OSError](0)
    Thread(target=_pump, args=(source, sender, asyncio.get_running_loop()), daemon=True).start()
    async with receiver:
        yield _each(receiver)


async def _each(receiver: MemoryObjectReceiveStream[Incoming | OSError]) -> AsyncIterator[Incoming]:
    async for message in receiver:
        if isinstance(message, OSError):
            raise unreadable(message)
        yield message


def _pump(
    source: BufferedReader, sender: MemoryObjectSendStream[Incoming | OSError], loop: asyncio.AbstractEventLoop
) -> None:
    # When the server has gone, nobody takes the message; there is nothing left to do then.
    with suppress(RuntimeError, anyio.BrokenResourceError):
        for message in _until_failure(source):
            asyncio.run_coroutine_threadsafe(sender.send(message), loop).result()
        loop.call_soon_threadsafe(sender.close)


def _until_failure(source: BufferedReader) -> Iterator[Incoming | OSError]:
    try:
        while line := source.readline(LARGEST + 1):
            yield _message_in(line) if len(line) <= LARGEST else _too_long(line, source)
    except OSError as error:
        yield error


def _message_in(line: bytes) -> Incoming:
    """Return the message in a line, or what is answered to it, or why it is none and gets no answer.

    The SDK's own reader lets some messages go without an answer that the library breaks at which reads them.
    """
    fault = fault_of(line)
    if fault is None:
        try:
            return SessionMessage(JSONRPCMessage.model_validate_json(line))
        except ValueError:
            fault = "unreadable"
    return _refused(fault, line)


def _too_long(line: bytes, source: BufferedReader) -> Incoming:
    """Pass over the rest of a line, of which no more is kept than tells what the message is called."""
    end = line[-_KEPT:]
    while not end.endswith(b"\n") and (more := source.readline(_PIECE)):
        end = (end + more)[-_KEPT:]
    return _refused("large", line[:_KEPT] + end)


def _refused(fault: Fault, line: bytes) -> Incoming:
    return refusal(fault, line) or ValueError(reason(fault).message)
