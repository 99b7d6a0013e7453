"""Lifecycle events as runs announce them, whichever door a run came through."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from starlette.concurrency import run_in_threadpool

from agent.bootstrap.use_cases.events.following import build_follower
from agent.doors.access.middleware import Still
from agent.doors.http.callers import Reader
from agent.doors.http.cursors import cursor_of, place_of
from agent.doors.http.json_bytes import as_json
from agent.doors.http.parameters import Text
from agent.doors.http.streams import MEDIA_TYPE, comment, event, stream_answer
from agent.doors.http.wiring import Wired
from agent.use_cases.events.following import EventPlace, Follower
from foundation.model.errors import AgentError

router = APIRouter(prefix="/v1/events", tags=["events"])
_LONGEST = 2_048
#: Seconds between two looks, and until a stream that has nothing to say shows that it is there.
_SECONDS, _QUIET_SECONDS = 0.5, 15.0
LastEvent = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=_LONGEST, description="The last event that was seen, by its id."),
]


@router.get("", summary="Watch lifecycle events", responses={200: {"content": {MEDIA_TYPE: {}}}})
async def watch_events(
    request: Request, caller: Reader, wired: Wired, trace: Text = None, last: LastEvent = None
) -> Response:
    """Send each event when it is announced, as a CloudEvent; after a break, those since the last that was seen.

    Every event comes at least once; its CloudEvents id tells those that come twice.
    """
    after = place_of(last, EventPlace, "last-event-id") if last is not None else None
    follower = await run_in_threadpool(wired(build_follower, caller), caller.tenant, trace, after)
    return stream_answer(_events(follower, request.app.state.leaving, request.state.still))


async def _events(follower: Follower, leaving: asyncio.Event, still: Still) -> AsyncIterator[bytes]:
    yield comment("watching")
    quiet = 0.0
    while not leaving.is_set() and await still():
        try:
            found = await run_in_threadpool(follower.following)
        except AgentError:  # memory cannot be read: the client comes again, and goes on where it was
            return
        for one in found:
            yield event(one.name, as_json(one.event), cursor_of(one.place))
            await asyncio.sleep(0)  # others are let in between, and a client that has gone is noticed
        quiet = 0.0 if found else quiet + _SECONDS
        if quiet >= _QUIET_SECONDS:
            quiet = 0.0
            yield comment("watching")
        await _until(leaving, _SECONDS)


async def _until(leaving: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await leaving.wait()
    except TimeoutError:
        return
