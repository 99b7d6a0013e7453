"""Generations that nobody waits for: begun now, asked about later, by whoever began them.

This server knows how far its own are. What all of them came to, and about every second how far they are, is in memory,
so that every server can tell.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from uuid import uuid4

from anyio import CancelScope

from agent.doors.http.answers import Answer
from agent.doors.http.generation_state import State, Status, ended
from agent.doors.http.kept import Kept
from agent.doors.http.problems import problem_answer
from agent.use_cases.answers.book import AnswerRecord
from foundation.model.access import Principal
from foundation.model.errors import InputError, OutsideError, Problem, TemporaryError
from foundation.model.run.step import Step

#: Makes an answer, and tells of each step on the way.
Work = Callable[[Callable[[Step], Awaitable[None]]], Awaitable[Answer]]

#: Takes what came of one, and its last step; no answer, if it was ended.
End = Callable[[Answer | None, Step | None], Awaitable[None]]
#: Takes a step that begins.
Note = Callable[[Step], None]

#: So many are at hand, those that have ended first to go; memory has them longer.
_MOST_KEPT = 200
#: So many may be under way.
_MOST_RUNNING = 100


class Generation:
    """One of this server.

    Args:
        name: its id.
        owner: who began it, and alone hears of it.
        work: what is to be done.
        note: has it written down soon how far it is.
        end: has it written down what came of it, before anybody is told.
    """

    def __init__(self, name: str, owner: Principal, work: Work, note: Note, end: End) -> None:
        self.id = name
        self.owner = _who(owner)
        self.step: Step | None = None
        self.answer: Answer | None = None
        self._note = note
        self._changed = asyncio.Event()
        self._task = asyncio.create_task(self._carry_out(work, end))

    @property
    def status(self) -> Status:
        """How far it has come."""
        if not self._task.done():
            return "running"
        if self.answer is None:
            return "cancelled"
        return ended(self.answer.status)

    @property
    def state(self) -> State:
        """How far it has come, as its client is told."""
        answer = self.answer
        if answer is None:
            return State(self.id, self.status, self.step)
        return State(self.id, self.status, self.step, answer.status, answer.content)

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

    async def _carry_out(self, work: Work, end: End) -> None:
        try:
            self.answer = await work(self._begin)
        finally:
            with CancelScope(shield=True):
                await end(self.answer, self.step)

    async def _begin(self, step: Step) -> None:
        self.step = step
        self._note(step)
        self._changed.set()
        self._changed = asyncio.Event()


class Generations:
    """All of them.

    Args:
        kept: where every server finds what came of them.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._here: dict[str, Generation] = {}
        self._beginning = 0

    async def begin(self, who: Principal, work: Work) -> str:
        """Begin one; return its id.

        Args:
            who: who wants it.
            work: what is to be done.

        Raises:
            TemporaryError: too many are under way.
            OutsideError: memory cannot be used, so that it could be lost.
        """
        running = sum(one.status == "running" for one in self._here.values())
        if running + self._beginning >= _MOST_RUNNING:
            raise _too_many()
        name = uuid4().hex
        self._beginning += 1
        try:
            record, _ = await self._kept.begin(who, _named(name))
        finally:
            self._beginning -= 1
        self._make_room()

        async def end(answer: Answer | None, step: Step | None) -> None:
            await self._kept.end(who, _record(record, answer, step), record)

        self._here[name] = Generation(name, who, work, partial(self._kept.note, record), end)
        return name

    def here(self, who: Principal, name: str) -> Generation | None:
        """Return one of this server, if it is one.

        Args:
            who: who asks.
            name: its id.
        """
        found = self._here.get(name)
        return found if found is not None and found.owner == _who(who) else None

    async def state(self, who: Principal, name: str, request_id: str) -> State:
        """Return how far one has come, whichever server began it.

        Args:
            who: who asks.
            name: its id.
            request_id: id of the request that asks.

        Raises:
            InputError: there is none of that id that they began.
            OutsideError: memory cannot be used.
        """
        if (found := self.here(who, name)) is not None:
            return found.state
        record = await self._kept.find(who, _named(name))
        if record is None:
            raise _unknown(name)
        if self._kept.is_lost(record):
            answer = problem_answer(_lost(), request_id)
            return State(name, "failed", record.step, answer.status, answer.content)
        if record.state == "there":
            return State(name, ended(record.status), record.step, record.status, record.content.encode())
        return State(name, "running" if record.state == "begun" else "cancelled", record.step)

    async def cancel(self, who: Principal, name: str, request_id: str) -> State:
        """End one, and return how far it came; see ``state``.

        Raises:
            InputError: there is none of that id that they began, or another server works at it.
            OutsideError: memory cannot be used.
        """
        if (found := self.here(who, name)) is not None:
            found.cancel()
            await found.ended()
        state = await self.state(who, name, request_id)
        if state.status == "running":
            raise _elsewhere(name)
        return state

    async def end(self, seconds: float) -> None:
        """Wait for those under way, and end those that take longer.

        Args:
            seconds: how long to wait.
        """
        running = [asyncio.create_task(one.ended()) for one in self._here.values()]
        if running:
            await asyncio.wait(running, timeout=seconds)
        for one in self._here.values():
            one.cancel()
        if running:
            await asyncio.wait(running)

    def _make_room(self) -> None:
        ended = [one for one in self._here.values() if one.status != "running"]
        for one in ended[: max(0, len(self._here) + 1 - _MOST_KEPT)]:
            del self._here[one.id]


def _who(principal: Principal) -> tuple[str, str]:
    """Return what tells somebody from all others."""
    return principal.source, principal.name


def _named(name: str) -> str:
    return f"generation {name}"


def _record(begun: AnswerRecord, answer: Answer | None, step: Step | None) -> AnswerRecord:
    if answer is None:
        return begun.model_copy(update={"state": "given-up", "step": step})
    there = {"state": "there", "status": answer.status, "content": answer.content.decode(), "step": step}
    return begun.model_copy(update=there)


def _lost() -> OutsideError:
    message = "the server that worked at this generation has gone before it was done"
    remedy = "Send it again: what was saved is whole, and is found unchanged."
    return OutsideError(Problem(code="generation-lost", message=message, remedy=remedy))


def _elsewhere(name: str) -> InputError:
    message = f"another server works at the generation {name[:100]}"
    remedy = "Ask again until it has ended, or end it where it was begun."
    return InputError(Problem(code="generation-elsewhere", message=message, remedy=remedy, file="path", path="id"))


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
