"""Events of other agents that come as calls: they go where those over HTTP and from streams go.

There are as many tools as a model should have to read, so an event is an argument of the tool that does its work.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from anyio import Lock
from anyio.to_thread import run_sync

from agent.doors.desk import Desk
from agent.doors.mcp.answering import Answer
from agent.settings import Settings
from foundation.model.access import Principal, require
from foundation.model.base import FrozenModel

if TYPE_CHECKING:
    from agent.doors.worker.duties import Sent, Source, Taken

#: Takes events; see ``EventsIn``.
Events = Callable[["Sent", "Source", str | None], Awaitable["Taken"]]

TOOL, ARGUMENT = "generate_infrastructure", "event"
_RECEIVER = "agent.doors.worker.events_in"


class EventArguments(FrozenModel):
    """Arguments of a call that is an event: it says all by itself."""

    event: dict[str, Any]


@asynccontextmanager
async def own_events(settings: Settings, desk: Desk) -> AsyncIterator[Events]:
    """Give what takes events, for a server of this door alone; nothing of it is loaded before the first one comes.

    Args:
        settings: the settings.
        desk: has the work done.
    """
    async with AsyncExitStack() as stack:
        opened: list[Events] = []
        opening = Lock()

        async def take(sent: "Sent", source: "Source", parent: str | None) -> "Taken":
            async with opening:
                if not opened:
                    module = await run_sync(import_module, _RECEIVER)
                    opened.append(await stack.enter_async_context(module.EventsIn(settings, desk)))
            return await opened[0](sent, source, parent)

        yield take


async def take_event(events: Events, arguments: dict[str, Any], who: Principal | None, parent: str | None) -> Answer:
    """Take an event, and answer when its work waits for the workers, or is done where the server itself does it.

    Args:
        events: takes it.
        arguments: what the client sent.
        who: who asks, if that is known; an event speaks for their tenants alone.
        parent: the trace that it belongs to, unless it says so itself.

    Raises:
        AccessError: they may not.
        InputError: with every mistake; nothing of it is done.
        TemporaryError: it has to be sent again.
    """
    from agent.doors.worker.duties import Sent, Source
    from foundation.source.tree import Document
    from foundation.source.validation import validate

    asker = require(who, "operator")
    asked = validate(EventArguments, Document(data=arguments), "arguments")
    own = frozenset(asker.visible) if asker.visible is not None else None
    source = Source(channel=f"mcp {asker.source} {asker.name}", tenants=own, buries=False)
    taken = await events(Sent(json.dumps(asked.event).encode()), source, parent)
    data = {"status": "accepted", "work": [one.key for one in taken.work]}
    return Answer(text=json.dumps(data), data=data, failed=False)
