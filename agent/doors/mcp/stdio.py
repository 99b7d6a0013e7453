"""Standard input and output as the transport: nothing but the protocol may be on them."""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from io import TextIOWrapper
from threading import Thread
from typing import Any

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCMessage

from agent.doors.desk import Desk
from agent.doors.lost_streams import unreadable, unwritten
from agent.doors.mcp import WORK
from agent.doors.mcp.incoming import own_events
from agent.doors.mcp.nesting import no_message, refusal, too_deep
from agent.doors.mcp.server import build_server
from agent.settings import Settings

_Streams = tuple[MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]]


def serve(settings: Settings) -> None:
    """Serve until the client closes our standard input.

    Raises:
        BrokenPipeError: the client has gone, and left an answer behind.
        InputError: standard input cannot be read.
        OutsideError: standard output cannot be written.
    """
    _quiet_libraries()
    source, sink = _take_streams()
    try:
        anyio.run(_serve, settings, source, sink)
    except ExceptionGroup as failed:
        # When a client ends its input with a line that is no message, the SDK's note of it comes after the end.
        _, others = failed.split(anyio.ClosedResourceError)
        if others is not None:
            raise _reason(others) from failed


def _reason(failed: Exception) -> Exception:
    """Return what ended the server: the first failure of what it did side by side."""
    while isinstance(failed, ExceptionGroup):
        failed = failed.exceptions[0]
    if isinstance(failed, BrokenPipeError) or not isinstance(failed, OSError):
        return failed
    return unwritten(failed)


def _quiet_libraries() -> None:
    """Keep values of bundles out of the log.

    The SDK quotes what clients send in its warnings and errors, and the kernel what it calls
    functions with in its debug messages.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler], level=logging.CRITICAL)


async def _serve(settings: Settings, source: TextIOWrapper, sink: TextIOWrapper) -> None:
    desk = Desk(settings, preload=WORK)
    async with (
        desk,
        own_events(settings, desk) as events,
        _lines(source) as lines,
        _messages(lines, anyio.wrap_file(sink)) as (reading, writing),
    ):
        server = build_server(settings, desk, events)
        await server.run(reading, writing, server.create_initialization_options())


@asynccontextmanager
async def _messages(lines: AsyncIterator[str], sink: anyio.AsyncFile[str]) -> AsyncIterator[_Streams]:
    """Read a message from each line, and write each message as a line.

    The SDK's own streams let a message go without an answer that is nested too deep for the library that reads it.
    """
    received, reading = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    writing, to_write = anyio.create_memory_object_stream[SessionMessage](0)

    async def read() -> None:
        async with received:
            async for line in lines:
                message, refused = _read(line)
                if refused is None:
                    await received.send(message)
                else:
                    await writing.send(SessionMessage(JSONRPCMessage(refused)))

    async def write() -> None:
        async with to_write:
            async for message in to_write:
                await sink.write(message.message.model_dump_json(by_alias=True, exclude_none=True) + "\n")
                await sink.flush()

    async with anyio.create_task_group() as group:
        group.start_soon(read)
        group.start_soon(write)
        yield reading, writing


def _read(line: str) -> tuple[SessionMessage | Exception, JSONRPCError | None]:
    """Return the message in a line, or why it is none; and what is answered to it, if it is not passed on."""
    deep = refusal(line) if too_deep(line) else None
    try:
        return SessionMessage(JSONRPCMessage.model_validate_json(line)), deep
    except ValueError as error:
        return error, deep or no_message(line)


def _take_streams() -> tuple[TextIOWrapper, TextIOWrapper]:
    """Keep standard input and output to ourselves.

    A library or child process that printed would break the protocol, and one that read would
    swallow a request; from here on they find an empty input, and their output goes to stderr.
    """
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return (
        TextIOWrapper(source, encoding="utf-8", errors="replace"),
        TextIOWrapper(sink, encoding="utf-8", newline="\n"),
    )


@asynccontextmanager
async def _lines(source: TextIOWrapper) -> AsyncIterator[Any]:
    """Read lines in a daemon thread.

    The SDK's own reader waits in a thread that Python waits for in turn: after an interrupt the
    process would stay until the client closes its end.
    """
    sender, receiver = anyio.create_memory_object_stream[str | OSError](0)
    Thread(target=_pump, args=(source, sender, asyncio.get_running_loop()), daemon=True).start()
    async with receiver:
        yield _each(receiver)


async def _each(receiver: MemoryObjectReceiveStream[str | OSError]) -> AsyncIterator[str]:
    async for line in receiver:
        if isinstance(line, OSError):
            raise unreadable(line)
        yield line


def _pump(
    source: TextIOWrapper, sender: MemoryObjectSendStream[str | OSError], loop: asyncio.AbstractEventLoop
) -> None:
    # When the server has gone, nobody takes the line; there is nothing left to do then.
    with suppress(RuntimeError, anyio.BrokenResourceError):
        for line in _until_failure(source):
            asyncio.run_coroutine_threadsafe(sender.send(line), loop).result()
        loop.call_soon_threadsafe(sender.close)


def _until_failure(source: TextIOWrapper) -> Iterator[str | OSError]:
    try:
        yield from source
    except OSError as error:
        yield error
