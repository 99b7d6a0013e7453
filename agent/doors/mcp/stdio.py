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
from mcp.server.stdio import stdio_server

from agent.doors.lost_streams import unreadable, unwritten
from agent.doors.mcp.server import build_server
from agent.settings import Settings


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
    server = build_server(settings)
    async with _lines(source) as lines, stdio_server(lines, anyio.wrap_file(sink)) as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


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
