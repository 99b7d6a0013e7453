"""Taking an event from wherever it came in to where its work is safe."""

from agent.doors.desk import Desk
from agent.doors.worker.duties import Source, accept_event
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

    async def __call__(self, content: bytes, source: Source, parent: str | None = None) -> list[str]:
        """Accept an event.

        Args:
            content: a CloudEvent in structured mode, or a flat payload, as JSON.
            source: where it came in.
            parent: the trace that it belongs to, as W3C's header ``traceparent`` says it.

        Returns:
            The keys of its work, by which the same work is done once; none, if it is a dead letter now.

        Raises:
            InputError: it is wrong for good, and its source has asked to be told.
            TemporaryError: it has to be sent again.
        """
        work = await self._desk.run(accept_event, content, source, parent=parent)
        await self._fleet.take(work)
        return [one.key for one in work]
