"""Taking an event from wherever it came in to where its work is safe."""

from agent.doors.desk import Desk
from agent.doors.worker.duties import Sent, Source, Taken, accept_events
from agent.doors.worker.fleet import Fleet


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
