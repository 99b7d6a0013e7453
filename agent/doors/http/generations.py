"""Generations that nobody waits for: begun now, asked about later, by whoever began them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Literal
from uuid import uuid4

from agent.doors.http.answers import Answer
from foundation.model.errors import InputError, Problem, TemporaryError
from foundation.model.run.step import Step

Status = Literal["running", "done", "failed", "cancelled"]
#: Makes an answer, and tells of each step on the way.
Work = Callable[[Callable[[Step], Awaitable[None]]], Awaitable[Answer]]

#: So many are kept, those that have ended first to go.
_MOST_KEPT = 200
#: So many may be under way.
_MOST_RUNNING = 100


class Generation:
    """One of them.

    Args:
        owner: who began it, and alone hears of it.
        work: what is to be done.
    """

    def __init__(self, owner: str, work: Work) -> None:
        self.id = uuid4().hex
        self.owner = owner
        self.step: Step | None = None
        self.answer: Answer | None = None
        self._changed = asyncio.Event()
        self._task = asyncio.create_task(self._carry_out(work))

    @property
    def status(self) -> Status:
        """How far it has come."""
        if not self._task.done():
            return "running"
        if self.answer is None:
            return "cancelled"
        return "done" if self.answer.status < 400 else "failed"

    @property
    def told(self) -> dict[str, Any]:
        """What is told of it."""
        return {
            "id": self.id,
            "status": self.status,
            "step": self.step.model_dump() if self.step is not None else None,
            "answer_status": self.answer.status if self.answer is not None else None,
            "answer": self.answer.content if self.answer is not None else None,
        }

    def cancel(self) -> None:
        """End it; what it does is done whole or not at all."""
        self._task.cancel()

    async def ended(self) -> None:
        """Wait for its end."""
        await asyncio.wait([self._task])

    async def steps(self, after: int = 0) -> AsyncIterator[Step]:
        """Yield its steps, as they begin, until it has ended; those that nobody saw in time are left out.

        Args:
            after: number of the last step that is known already.
        """
        while True:
            if self.step is not None and self.step.number > after:
                after = self.step.number
                yield self.step
            elif self._task.done():
                return
            else:
                await self._change()

    async def _change(self) -> None:
        waiting = asyncio.create_task(self._changed.wait())
        await asyncio.wait([waiting, self._task], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def _carry_out(self, work: Work) -> None:
        self.answer = await work(self._begin)

    async def _begin(self, step: Step) -> None:
        self.step = step
        self._changed.set()
        self._changed = asyncio.Event()


class Generations:
    """All of them, in the order in which they began."""

    def __init__(self) -> None:
        self._kept: dict[str, Generation] = {}

    def begin(self, owner: str, work: Work) -> Generation:
        """Begin one.

        Args:
            owner: who wants it.
            work: what is to be done.

        Raises:
            TemporaryError: too many are under way.
        """
        if sum(one.status == "running" for one in self._kept.values()) >= _MOST_RUNNING:
            raise _too_many()
        ended = [one for one in self._kept.values() if one.status != "running"]
        for one in ended[: max(0, len(self._kept) + 1 - _MOST_KEPT)]:
            del self._kept[one.id]
        begun = Generation(owner, work)
        self._kept[begun.id] = begun
        return begun

    def of(self, owner: str, name: str) -> Generation:
        """Return one.

        Args:
            owner: who asks.
            name: its id.

        Raises:
            InputError: there is none of that id that they began.
        """
        found = self._kept.get(name)
        if found is None or found.owner != owner:
            raise _unknown(name)
        return found

    async def end(self, seconds: float) -> None:
        """Wait for those under way, and end those that take longer.

        Args:
            seconds: how long to wait.
        """
        running = [asyncio.create_task(one.ended()) for one in self._kept.values()]
        if running:
            await asyncio.wait(running, timeout=seconds)
        for one in self._kept.values():
            one.cancel()
        if running:
            await asyncio.wait(running)


def _unknown(name: str) -> InputError:
    return InputError(
        Problem(
            code="generation-unknown",
            message=f"there is no generation {name[:100]}",
            remedy="Name the id of an answer to POST /v1/generations; what it came to is a run, which memory keeps.",
            file="path",
            path="id",
        )
    )


def _too_many() -> TemporaryError:
    return TemporaryError(
        Problem(
            code="too-many-generations",
            message=f"{_MOST_RUNNING} generations are under way already",
            remedy="Wait until some have ended.",
        )
    )
