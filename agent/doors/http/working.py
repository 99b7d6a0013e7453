"""Work for requests: done at the desk while the client waits, or later."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request, Response
from starlette.requests import ClientDisconnect

from agent.doors.desk import Desk
from agent.doors.http.answers import Answer
from agent.doors.http.generations import Generations
from agent.doors.http.idempotency import Idempotency
from agent.doors.http.kept import Kept
from agent.doors.http.mistakes import failed_by, too_slow
from agent.doors.http.problems import problem_answer, request_id_of
from agent.doors.http.work.told import Asked, Told, Written, written
from agent.logs import Log
from agent.settings import Settings
from foundation.model.access import Principal
from foundation.model.errors import AgentError, unexpected
from foundation.model.run.step import Step

if TYPE_CHECKING:
    from agent.bootstrap import Agent

Made = TypeVar("Made")
What = TypeVar("What", bound=Asked)


class Work:
    """What is under way.

    Args:
        settings: say how long it may take.
        desk: where it is done.
        log: takes what nobody expected.
        kept: where answers are found by every server.
    """

    def __init__(self, settings: Settings, desk: Desk, log: Log, kept: Kept) -> None:
        self.desk = desk
        self.generations = Generations(kept)
        self.idempotency = Idempotency(kept)
        self._seconds = settings.http_request_seconds
        self._log = log

    async def told(self, request: Request, work: "Callable[[Agent, What], Told]", asked: What) -> Told:
        """Return what came of a piece of work, while the client waits for it.

        Args:
            request: the request; when the client has gone, the work ends.
            work: what a process does.
            asked: with what.

        Raises:
            AgentError: what the work raised, or it took too long.
        """
        return await self._in_time(request, self.desk.run(work, asked, parent=_parent_of(request)))

    async def answer(self, request: Request, work: "Callable[[Agent, What], Told]", asked: What) -> Response:
        """Answer with what came of a piece of work; see ``told``."""
        done = await self._in_time(request, self.desk.run(written, work, asked, parent=_parent_of(request)))
        return _answer_of(done, request_id_of(request)).response

    async def _in_time(self, request: Request, work: Awaitable[Made]) -> Made:
        try:
            async with asyncio.timeout(self._seconds):
                return await _while_connected(request, work)
        except TimeoutError:
            raise too_slow(self._seconds) from None

    async def begin(self, request: Request, who: Principal, work: "Callable[[Agent, What], Told]", asked: What) -> str:
        """Begin a generation that nobody waits for; return its id.

        Args:
            request: the request.
            who: who asks.
            work: what a process does.
            asked: with what.

        Raises:
            TemporaryError: too many are under way.
            OutsideError: memory cannot be used.
        """
        parent, request_id = _parent_of(request), request_id_of(request)

        def run(progress: Callable[[Step], Awaitable[None]]) -> Awaitable[Written]:
            return self.desk.run(written, work, asked, progress=progress, parent=parent)

        return await self.generations.begin(who, partial(self._later, request_id, run))

    async def _later(
        self,
        request_id: str,
        run: Callable[[Callable[[Step], Awaitable[None]]], Awaitable[Written]],
        progress: Callable[[Step], Awaitable[None]],
    ) -> Answer:
        try:
            return _answer_of(await run(progress), request_id)
        except AgentError as error:
            return problem_answer(error, request_id)
        except Exception as error:
            self._log.error("internal error", exc_info=error, request_id=request_id)
            return problem_answer(unexpected(error), request_id)


async def _work(request: Request) -> Work:
    work: Work = request.app.state.work
    return work


AtWork = Annotated[Work, Depends(_work)]


def _parent_of(request: Request) -> str | None:
    return request.headers.get("traceparent")


def _answer_of(done: Written, request_id: str) -> Answer:
    if done.fault is None:
        return Answer(done.content)
    error = failed_by(done.fault, done.problems)
    error.left_out = done.left_out
    return problem_answer(error, request_id, more=done.content)


async def _while_connected(request: Request, work: Awaitable[Made]) -> Made:
    """Wait for work as long as the client does.

    Raises:
        ClientDisconnect: it has gone, and the work has ended.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait([task, gone], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise ClientDisconnect
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait([task])


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
