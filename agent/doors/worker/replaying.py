"""Dead letters are taken up once more."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.bootstrap.use_cases.dead_letters.listing import build_find_dead_letters
from agent.doors.desk import Desk
from agent.doors.worker.duties import PRELOAD, drop_letter, replay_letter
from agent.doors.worker.fleet import Fleet
from agent.doors.worker.serving import WorkerOptions, working
from agent.settings import Settings
from foundation.model.errors import PermanentError

if TYPE_CHECKING:
    from agent.use_cases.dead_letters.finding import ListedLetter


@dataclass
class Replayed:
    """What became of dead letters.

    Attributes:
        replayed: number of those whose work is in the queue, or done where that is the process itself.
        refused: why the others stay.
    """

    replayed: int = 0
    refused: list[PermanentError] = field(default_factory=list)


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
    done = Replayed()
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(Desk(settings, 1, preload=PRELOAD))
        fleet = await stack.enter_async_context(Fleet(settings))
        if not fleet.lasting:
            await stack.enter_async_context(working(settings, fleet, desk, WorkerOptions()))
        for letter in found:
            try:
                work = await desk.run(replay_letter, letter)
            except PermanentError as error:
                done.refused.append(error)
                continue
            await fleet.take(work)
            await desk.run(drop_letter, letter)
            done.replayed += 1
    return done
