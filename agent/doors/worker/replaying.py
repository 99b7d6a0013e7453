"""Dead letters are taken up once more."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from agent.bootstrap.use_cases.dead_letters.listing import build_find_dead_letters
from agent.doors.desk import Desk
from agent.doors.worker.acceptance import Acceptance, Replayed
from agent.doors.worker.duties import PRELOAD
from agent.doors.worker.fleet import Fleet
from agent.doors.worker.serving import WorkerOptions, working
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.use_cases.dead_letters.finding import ListedLetter


def replay_dead_letters(settings: Settings, ids: Sequence[str], tenant: str | None) -> Replayed:
    """Take dead letters up once more.

    Args:
        settings: the settings.
        ids: their ids; all of them, if none is named.
        tenant: whose; everybody's by default.

    Raises:
        InputError: with every id that no letter has.
        OutsideError: memory, or the server of the fleet, cannot be used.
    """
    found = build_find_dead_letters(settings)(ids, tenant)
    return asyncio.run(_replayed(settings, found)) if found else Replayed()


async def _replayed(settings: Settings, found: "list[ListedLetter]") -> Replayed:
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(Desk(settings, 1, preload=PRELOAD))
        fleet = await stack.enter_async_context(Fleet(settings))
        if not fleet.lasting:
            await stack.enter_async_context(working(settings, fleet, desk, WorkerOptions()))
        return await Acceptance(desk, fleet).replay(found)
