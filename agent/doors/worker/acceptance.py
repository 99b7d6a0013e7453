"""Taking an event from wherever it came in to where its work is safe."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.doors.desk import Desk
from agent.doors.worker.duties import Sent, Source, Taken, accept_events, drop_letter, replay_letter
from agent.doors.worker.fleet import Fleet
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


class Acceptance:
    """Accepts events for a door: whoever sent one may forget it when this comes back.

    Args:
        desk: processes that read events.
        fleet: takes the work.
    """

    def __init__(self, desk: Desk, fleet: Fleet) -> None:
        self._desk = desk
        self._fleet = fleet

    async def __call__(self, sent: Sent, source: Source, parent: str | None = None) -> Taken:
        """Accept what came in, all of it or nothing.

        Args:
            sent: what came in.
            source: where.
            parent: the trace that it belongs to, as W3C's header ``traceparent`` says it.

        Returns:
            The work, under keys by which the same work is done once; none, if it is a dead letter now.

        Raises:
            InputError: it is wrong for good, and its source has asked to be told.
            TemporaryError: it has to be sent again.
        """
        taken = await self._desk.run(accept_events, sent, source, parent, parent=parent)
        await self._fleet.take(taken.work)
        return taken

    async def replay(self, letters: "Sequence[ListedLetter]") -> Replayed:
        """Take dead letters up once more; each goes when its work is in the queue.

        Args:
            letters: the letters.

        Raises:
            OutsideError: memory, or the server of the fleet, cannot be used.
        """
        done = Replayed()
        for letter in letters:
            try:
                work = await self._desk.run(replay_letter, letter)
            except PermanentError as error:
                done.refused.append(error)
                continue
            await self._fleet.take(work)
            await self._desk.run(drop_letter, letter)
            done.replayed += 1
        return done
