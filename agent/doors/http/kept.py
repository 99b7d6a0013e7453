"""The book of answers as the server asks it: in threads, so that the loop waits for no memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

from anyio.to_thread import run_sync

from agent.logs import Log
from agent.use_cases.answers.book import LEASE_SECONDS, AnswerBook, AnswerRecord
from foundation.model.access import Principal
from foundation.model.errors import AgentError
from foundation.model.run.step import Step

#: Seconds after which it is written down once more what this server works at.
_BEAT_SECONDS = LEASE_SECONDS / 6
#: Seconds after which a further step is written down: most generations have ended by then, and cost no write more.
_STEP_SECONDS = 1.0


@dataclass
class _InHand:
    """What this server works at: as it was written down last, and the step that is under way."""

    who: Principal
    record: AnswerRecord
    step: Step | None = None
    beats_at: float = field(default_factory=lambda: monotonic() + _BEAT_SECONDS)

    @property
    def is_due(self) -> bool:
        return self.step != self.record.step or monotonic() >= self.beats_at


class Kept:
    """What this server answers, or works at, as other servers and the next one find it.

    Args:
        book: the book.
        log: takes why something could not be written down that is done already.
    """

    def __init__(self, book: AnswerBook, log: Log) -> None:
        self._book = book
        self._log = log
        self._in_hand: dict[str, _InHand] = {}

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Have it written down again and again that this server is still at work."""
        beat = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beat.cancel()

    async def begin(self, who: Principal, name: str, request: str = "") -> tuple[AnswerRecord, bool]:
        """Write down that work at an answer begins; see ``AnswerBook.begin``.

        Raises:
            OutsideError: memory cannot be used.
        """
        record, is_new = await run_sync(self._book.begin, who, name, request)
        if is_new:
            self._in_hand[record.id] = _InHand(who, record)
        return record, is_new

    def note(self, record: AnswerRecord, step: Step) -> None:
        """Have it written down, within a second, that a step begins.

        Args:
            record: the record of what is worked at, as it began.
            step: the step.
        """
        if (found := self._in_hand.get(record.id)) is not None:
            found.step = step

    async def find(self, who: Principal, name: str) -> AnswerRecord | None:
        """Return what is known of an answer, if there is anything.

        Raises:
            OutsideError: memory cannot be used.
        """
        return await run_sync(self._book.find, who, name)

    def is_lost(self, record: AnswerRecord) -> bool:
        """Tell whether whoever worked at an answer has gone."""
        return self._book.is_lost(record)

    async def end(self, who: Principal, ended: AnswerRecord | None, begun: AnswerRecord) -> None:
        """Write down what an answer is.

        That it cannot be written down undoes nothing: the server knows it, and the next one tells that it was lost.

        Args:
            who: who asked.
            ended: the answer; nothing, if whoever asks again is to be answered anew.
            begun: its record as it began.
        """
        self._in_hand.pop(begun.id, None)
        try:
            if ended is None:
                await run_sync(self._book.drop, who, begun)
            else:
                await run_sync(self._book.end, who, ended)
        except AgentError as error:
            self._log.error("an answer could not be kept", code=error.problems[0].code)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_STEP_SECONDS)
            for one in [one for one in self._in_hand.values() if one.is_due]:
                with suppress(AgentError):  # the next beat may succeed, and a lease outlives several
                    one.record = await run_sync(self._book.go_on, one.who, one.record, one.step)
                    one.beats_at = monotonic() + _BEAT_SECONDS
