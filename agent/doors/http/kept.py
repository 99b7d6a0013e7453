"""The book of answers as the server asks it: in threads, so that the loop waits for no memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio.to_thread import run_sync

from agent.logs import Log
from agent.use_cases.answers.book import LEASE_SECONDS, AnswerBook, AnswerRecord
from foundation.model.access import Principal
from foundation.model.errors import AgentError

#: Seconds after which it is written down once more what this server works at.
_BEAT_SECONDS = LEASE_SECONDS / 6


class Kept:
    """What this server answers, or works at, as other servers and the next one find it.

    Args:
        book: the book.
        log: takes why something could not be written down that is done already.
    """

    def __init__(self, book: AnswerBook, log: Log) -> None:
        self._book = book
        self._log = log
        self._in_hand: dict[str, tuple[Principal, AnswerRecord]] = {}

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
            self._in_hand[record.id] = (who, record)
        return record, is_new

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
            await asyncio.sleep(_BEAT_SECONDS)
            for who, record in list(self._in_hand.values()):
                with suppress(AgentError):  # the next beat may succeed, and a lease outlives several
                    after = await run_sync(self._book.go_on, who, record)
                    if record.id in self._in_hand:
                        self._in_hand[record.id] = (who, after)
