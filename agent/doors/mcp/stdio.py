"""Standard input and output as the transport: nothing but the protocol may be on them."""

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BufferedReader, TextIOWrapper

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCMessage

from agent.doors.desk import Desk
from agent.doors.lost_streams import unwritten
from agent.doors.mcp import WORK
from agent.doors.mcp.incoming import own_events
from agent.doors.mcp.lines import Incoming, messages_in
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


async def _serve(settings: Settings, source: BufferedReader, sink: TextIOWrapper) -> None:
    desk = Desk(settings, preload=WORK)
    async with (
        desk,
        own_events(settings, desk) as events,
        messages_in(source) as incoming,
        _messages(incoming, anyio.wrap_file(sink)) as (reading, writing),
    ):
        server = build_server(settings, desk, events)
        await server.run(reading, writing, server.create_initialization_options())


@asynccontextmanager
async def _messages(incoming: AsyncIterator[Incoming], sink: anyio.AsyncFile[str]) -> AsyncIterator[_Streams]:
    """Pass on each message that comes, and write each message that goes as a line."""
    received, reading = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    writing, to_write = anyio.create_memory_object_stream[SessionMessage](0)

    async def read() -> None:
        async with received:
            async for message in incoming:
                if isinstance(message, JSONRPCError):
                    await writing.send(SessionMessage(JSONRPCMessage(message)))
                else:
                    await received.send(message)

    async def write() -> None:
        async with to_write:
            async for message in to_write:
                await sink.write(message.message.model_dump_json(by_alias=True, exclude_none=True) + "\n")
                await sink.flush()

    async with anyio.create_task_group() as group:
        group.start_soon(read)
        group.start_soon(write)
        yield reading, writing


def _take_streams() -> tuple[BufferedReader, TextIOWrapper]:
    """Keep standard input and output to ourselves.

    A library or child process that printed would break the protocol, and one that read would
    swallow a request; from here on they find an empty input, and their output goes to stderr.
    """
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return source, TextIOWrapper(sink, encoding="utf-8", newline="\n")
