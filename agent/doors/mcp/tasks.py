"""Calls that are answered at once with a task: the work goes on, and the client asks for it when it likes.

Tasks are part of the protocol of 2025-11-25, as an experiment. They belong to the session that began them: nobody else
finds them, and with it they end, each done whole or not at all.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from anyio import CancelScope, Event, create_task_group
from anyio.abc import TaskGroup
from mcp.server.lowlevel.server import request_ctx
from mcp.shared.exceptions import McpError
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    CancelTaskRequest,
    CancelTaskResult,
    ErrorData,
    GetTaskPayloadRequest,
    GetTaskPayloadResult,
    GetTaskRequest,
    GetTaskResult,
    ListTasksRequest,
    ListTasksResult,
    ServerResult,
    Task,
    TaskStatus,
)

#: Milliseconds that a task is kept, at most and unless the client says otherwise.
_LONGEST = 3_600_000
_POLL_MILLISECONDS = 1_000
#: So many tasks of a session are kept.
_MOST = 100
_RELATED = "io.modelcontextprotocol/related-task"


@dataclass
class _Work:
    """A task, and what came of it."""

    task: Task
    scope: CancelScope = field(default_factory=CancelScope)
    ended: Event = field(default_factory=Event)
    result: CallToolResult | None = None

    def become(self, status: TaskStatus) -> None:
        self.task = self.task.model_copy(update={"status": status, "lastUpdatedAt": datetime.now(UTC)})
        self.ended.set()


class Tasks:
    """The tasks of a session.

    Args:
        group: what they run in.
    """

    def __init__(self, group: TaskGroup) -> None:
        self._group = group
        self._works: dict[str, _Work] = {}

    def begin(self, work: Callable[[], Awaitable[CallToolResult]], ttl: int | None) -> Task:
        """Begin a task.

        Args:
            work: gives what its call comes to; it raises nothing.
            ttl: milliseconds that the client wants it kept.

        Raises:
            McpError: there are too many.
        """
        self._forget()
        if len(self._works) >= _MOST:
            raise _wrong(f"This session has {_MOST} tasks already; wait for some to end.")
        now = datetime.now(UTC)
        kept = min(_LONGEST if ttl is None else max(ttl, 0), _LONGEST)
        task = Task(
            taskId=uuid4().hex,
            status="working",
            createdAt=now,
            lastUpdatedAt=now,
            ttl=kept,
            pollInterval=_POLL_MILLISECONDS,
        )
        begun = self._works[task.taskId] = _Work(task)
        self._group.start_soon(_carried_out, begun, work)
        return task

    def all(self) -> list[Task]:
        """Return every task."""
        self._forget()
        return [work.task for work in self._works.values()]

    def of(self, identifier: str) -> _Work:
        """Return a task with its work.

        Raises:
            McpError: there is none.
        """
        self._forget()
        if identifier not in self._works:
            raise _wrong(f"This session has no task {identifier[:100]}.")
        return self._works[identifier]

    def _forget(self) -> None:
        now = datetime.now(UTC)
        for identifier, work in list(self._works.items()):
            kept = timedelta(milliseconds=work.task.ttl or 0)
            if work.ended.is_set() and work.task.createdAt + kept < now:
                del self._works[identifier]


@asynccontextmanager
async def session_tasks(_server: Any) -> AsyncIterator[Tasks]:
    """Give a session its tasks, and end them with it."""
    async with create_task_group() as group:
        try:
            yield Tasks(group)
        finally:
            group.cancel_scope.cancel()


def present_tasks() -> Tasks:
    """Return the tasks of the session whose request is being answered."""
    tasks: Tasks = request_ctx.get().lifespan_context
    return tasks


async def get_task(request: GetTaskRequest) -> ServerResult:
    """Answer ``tasks/get``."""
    return ServerResult(GetTaskResult(**present_tasks().of(request.params.taskId).task.model_dump()))


async def task_result(request: GetTaskPayloadRequest) -> ServerResult:
    """Answer ``tasks/result``, when the task has ended."""
    work = present_tasks().of(request.params.taskId)
    await work.ended.wait()
    if work.result is None:
        raise _wrong("The task was cancelled.")
    meta = {_RELATED: {"taskId": request.params.taskId}}
    payload = work.result.model_dump(mode="json", by_alias=True, exclude_none=True)
    return ServerResult(GetTaskPayloadResult.model_validate({**payload, "_meta": meta}))


async def list_tasks(_request: ListTasksRequest) -> ServerResult:
    """Answer ``tasks/list``."""
    return ServerResult(ListTasksResult(tasks=present_tasks().all()))


async def cancel_task(request: CancelTaskRequest) -> ServerResult:
    """Answer ``tasks/cancel``, when the work has cleared away."""
    work = present_tasks().of(request.params.taskId)
    if work.ended.is_set():
        raise _wrong(f"The task has ended: {work.task.status}.")
    work.scope.cancel()
    await work.ended.wait()
    return ServerResult(CancelTaskResult(**work.task.model_dump()))


async def _carried_out(begun: _Work, work: Callable[[], Awaitable[CallToolResult]]) -> None:
    with begun.scope:
        begun.result = await work()
    if begun.result is None:
        begun.become("cancelled")
    else:
        begun.become("failed" if begun.result.isError else "completed")


def _wrong(message: str) -> McpError:
    return McpError(ErrorData(code=INVALID_PARAMS, message=message))
