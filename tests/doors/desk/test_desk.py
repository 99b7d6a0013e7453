"""The desk, with real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from unittest.mock import AsyncMock, Mock

import anyio
import pytest

from agent.bootstrap import build_agent
from agent.doors.desk import Desk, TooBusyError, desk
from agent.execution import worker_process
from agent.execution.worker_loop import NICER_BY
from agent.settings import Settings
from foundation.model.errors import OutsideError
from foundation.model.events import RefusedError
from foundation.model.run.step import Step
from tests.doors.desk import works
from tests.support.generation import EXAMPLES, ROOT, settings_in

pytestmark = pytest.mark.xdist_group("desk")

PING = (EXAMPLES / "minimal.yaml").read_text()
#: Opens a desk and leaves it at once.
VISIT = """
import os
import anyio
from agent.doors.desk import Desk
from agent.settings import Settings

os.environ["WAITED_FOR"] = str(os.getpid())

async def visit():
    async with Desk(Settings(), 1, preload=("tests.doors.desk.slow_to_load",)):
        while not os.path.exists(os.environ["TOLD_IN"]):
            await anyio.sleep(0.02)

anyio.run(visit)
"""
Result = TypeVar("Result")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path / "state").model_copy(update={"workspace": tmp_path / "workspace"})


@pytest.fixture
def at_desk(settings: Settings) -> Callable[..., Any]:
    """Does something at a desk of its own."""

    def run(visit: Callable[[Desk], Awaitable[Result]], workers: int = 1, **limits: Any) -> Result:
        async def visited() -> Result:
            async with Desk(settings, workers, **limits) as open_desk:
                with anyio.fail_after(100):
                    return await visit(open_desk)

        return anyio.run(visited)

    return run


@pytest.fixture
def few_served(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(desk, "_MOST_SERVED", 3)
    return 3


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def until(true: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not true():
            await anyio.sleep(0.01)


def test_a_process_generates_what_this_one_would_and_tells_each_step(
    at_desk: Callable[..., Any], settings: Settings, tmp_path: Path
) -> None:
    steps: list[Step] = []

    async def listen(step: Step) -> None:
        steps.append(step)

    async def visit(open_desk: Desk) -> str | None:
        folder = str(settings.workspace / "there")
        return await open_desk.run(works.generation, PING, folder, progress=listen)

    here = works.generation(build_agent(settings), PING, str(tmp_path / "here"))
    assert at_desk(visit) == here is not None
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert {step.total for step in steps} == {len(steps)}
    assert (steps[0].name, steps[-1].name) == ("template_resolver.load", "event_emitter.emit")


def test_steps_that_nobody_hears_of_cross_no_border(
    at_desk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    received = Mock(side_effect=worker_process._received)
    monkeypatch.setattr(worker_process, "_received", received)
    listen = AsyncMock()

    async def visit(open_desk: Desk) -> None:
        await open_desk.run(works.step)
        before = received.call_count
        await open_desk.run(works.step)
        alone = received.call_count - before
        await open_desk.run(works.step, progress=listen)
        assert (alone, received.call_count - before - alone) == (1, 2)

    at_desk(visit)
    assert listen.await_count == 1


def test_processes_stand_back_for_whoever_answers(at_desk: Callable[..., Any]) -> None:
    async def visit(open_desk: Desk) -> None:
        assert await open_desk.run(works.priority) == os.getpriority(os.PRIO_PROCESS, 0) + NICER_BY

    at_desk(visit)


def test_mistakes_come_back_as_what_they_are(at_desk: Callable[..., Any], settings: Settings) -> None:
    async def visit(open_desk: Desk) -> None:
        with pytest.raises(RefusedError) as caught:
            await open_desk.run(works.generation, PING.replace("http", "htp"), str(settings.workspace / "out"))
        assert [problem.path for problem in caught.value.problems] == ["component.transport"]
        assert caught.value.log.payloads[0]["event"] == "InfrastructureGenerationFailed"

    at_desk(visit)


def test_what_nobody_expected_is_told_as_such_and_the_process_goes_on(
    at_desk: Callable[..., Any], capfd: pytest.CaptureFixture[str]
) -> None:
    async def visit(open_desk: Desk) -> None:
        before = await open_desk.run(works.process)
        for work in (works.broken, works.unsendable):
            with pytest.raises(OutsideError) as caught:
                await open_desk.run(work)
            assert [problem.code for problem in caught.value.problems] == ["internal-error"]
            assert "s3cret-value" not in str(caught.value)
        with pytest.raises(AttributeError):
            await open_desk.run(lambda _: None)
        assert await open_desk.run(works.process) == before

    at_desk(visit)


def test_a_cancelled_request_clears_away_and_a_fresh_process_takes_its_place(
    at_desk: Callable[..., Any], tmp_path: Path
) -> None:
    mark = tmp_path / "mark"

    async def visit(open_desk: Desk) -> None:
        before = await open_desk.run(works.process)
        async with anyio.create_task_group() as group:
            group.start_soon(open_desk.run, works.marked, mark)
            await until(mark.exists)
            group.cancel_scope.cancel()
        assert mark.with_suffix(".cleared").exists()  # whoever cancelled need not wait for it any longer
        await until(lambda: not alive(before))
        assert await open_desk.run(works.process) != before

    at_desk(visit)


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_a_generation_that_is_cancelled_is_there_whole_or_not_at_all(
    at_desk: Callable[..., Any], settings: Settings, after: float
) -> None:
    async def visit(open_desk: Desk) -> None:
        whole = await open_desk.run(works.generation, PING, str(settings.workspace / "whole"))
        with anyio.move_on_after(after):
            await open_desk.run(works.generation, PING, str(settings.workspace / "cancelled"))
        names = {path.name for path in settings.workspace.iterdir()}
        assert names in ({"whole"}, {"whole", "cancelled"})
        assert await open_desk.run(works.generation, PING, str(settings.workspace / "again")) == whole

    at_desk(visit)


def test_a_process_that_dies_fails_its_own_request_alone(at_desk: Callable[..., Any]) -> None:
    async def visit(open_desk: Desk) -> None:
        async def neighbour() -> None:
            began, ended = await open_desk.run(works.slow, 1.0)
            assert ended - began >= 1.0

        async with anyio.create_task_group() as group:
            group.start_soon(neighbour)
            with pytest.raises(OutsideError) as caught:
                await open_desk.run(works.killed)
        assert [problem.code for problem in caught.value.problems] == ["worker-lost"]
        assert await open_desk.run(works.process)

    at_desk(visit, workers=2)


def test_a_process_that_died_while_nobody_asked_is_replaced_unnoticed(at_desk: Callable[..., Any]) -> None:
    async def visit(open_desk: Desk) -> None:
        before = await open_desk.run(works.process)
        os.kill(before, signal.SIGKILL)
        await until(lambda: not alive(before))
        await anyio.sleep(0.1)
        assert await open_desk.run(works.process) != before

    at_desk(visit)


@pytest.mark.parametrize("workers", [1, 2])
def test_so_many_are_served_at_once_as_there_are_processes(at_desk: Callable[..., Any], workers: int) -> None:
    async def visit(open_desk: Desk) -> None:
        times: list[tuple[float, float]] = []

        async def ask() -> None:
            times.append(await open_desk.run(works.slow, 0.7))

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(ask)
        at_once = [sum(other[0] < end and began < other[1] for other in times) for began, end in times]
        assert max(at_once) <= workers if workers == 1 else 2 <= max(at_once) <= 3
        assert len(times) == 3

    at_desk(visit, workers=workers)


def test_one_more_than_may_wait_is_refused_at_once(at_desk: Callable[..., Any]) -> None:
    async def visit(open_desk: Desk) -> None:
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(open_desk.run, works.slow, 60.0)
            await until(lambda: open_desk.waiting == 2)
            with pytest.raises(TooBusyError) as caught:
                await open_desk.run(works.process)
            assert [problem.code for problem in caught.value.problems] == ["too-busy"]
            group.cancel_scope.cancel()
        assert open_desk.waiting == 0
        assert await open_desk.run(works.process)

    at_desk(visit, most_waiting=2)


def test_the_trace_goes_along_and_belongs_to_one_request(at_desk: Callable[..., Any]) -> None:
    parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    async def visit(open_desk: Desk) -> list[str | None]:
        return [await open_desk.run(works.trace, parent=parent), await open_desk.run(works.trace)]

    assert at_desk(visit) == [parent, None]


def test_nobody_waits_for_processes_to_start_and_the_loop_goes_on(at_desk: Callable[..., Any]) -> None:
    gaps: list[float] = []

    async def tick() -> None:
        last = monotonic()
        while True:
            await anyio.sleep(0.005)
            gaps.append(monotonic() - last)
            last = monotonic()

    async def visit(open_desk: Desk) -> None:
        assert not open_desk.ready
        async with anyio.create_task_group() as group:
            group.start_soon(tick)
            await open_desk.run(works.slow, 0.1)
            group.cancel_scope.cancel()
        assert open_desk.ready

    began = monotonic()
    at_desk(visit)
    assert max(gaps) < min(0.5, monotonic() - began)


def test_fresh_processes_take_over_before_old_ones_have_served_long(
    at_desk: Callable[..., Any], few_served: int
) -> None:
    async def visit(open_desk: Desk) -> None:
        before = await open_desk.run(works.process)
        served = [await open_desk.run(works.process) for _ in range(few_served)]
        assert set(served) == {before}  # the next one is being wired, and nobody waits for it
        await until(lambda: sum(process.ready for process in open_desk._processes) == 2)
        await open_desk.run(works.process)
        assert await open_desk.run(works.process) != before
        await until(lambda: not alive(before))

    at_desk(visit)


def test_no_process_outlives_the_desk(at_desk: Callable[..., Any], tmp_path: Path) -> None:
    async def visit(open_desk: Desk) -> list[int]:
        processes: list[int] = []

        async def ask() -> None:
            await open_desk.run(works.slow, 0.5)
            processes.append(await open_desk.run(works.process))

        async with anyio.create_task_group() as group:
            group.start_soon(ask)
            group.start_soon(ask)
        return processes

    processes = at_desk(visit, workers=2)
    assert not any(map(alive, processes))


def test_whoever_leaves_does_not_wait_for_what_a_process_without_work_still_loads(tmp_path: Path) -> None:
    told = tmp_path / "told"
    environment = {**os.environ, "TOLD_IN": str(told), "INFRA_ENGINEER_STATE_DIR": str(tmp_path / "state")}
    visitor = subprocess.Popen([sys.executable, "-c", VISIT], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    assert visitor.wait(100) == 0
    _, said = visitor.communicate(timeout=100)  # which ends when the last of its processes has ended
    assert (told.read_text(), said) == ("gone", b"")


def test_settings_under_which_no_agent_can_be_wired_fail_each_request(settings: Settings) -> None:
    async def visited() -> None:
        without = settings.model_copy(update={"helm_engine": "binary", "helm_binary": "/no/such/helm"})
        async with Desk(without, 1) as open_desk:
            for _ in range(2):
                with pytest.raises(OutsideError) as caught:
                    await open_desk.run(works.process)
                assert [problem.code for problem in caught.value.problems] == ["helm-missing"]

    anyio.run(visited)
