"""Wiring of processes that work for a door which lives on, each with an agent of its own."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from agent.bootstrap.logs import build_log
from agent.bootstrap.telemetry import absorbing, build_telemetry
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.execution.worker_loop import CarryOut
    from agent.execution.worker_process import WorkerProcess

#: What every such process needs, loaded once for all of them.
_PRELOAD = ["agent.execution.preload", "agent.bootstrap.use_cases.generate"]


def build_worker_process(settings: Settings, preload: tuple[str, ...] = ()) -> "WorkerProcess":
    """Start a process with an agent that saves below the workspace alone; nothing waits for it.

    Args:
        settings: settings of the agent.
        preload: modules of the door that hold its work.
    """
    from agent.execution.worker_process import WorkerProcess

    modules, absorb = [*_PRELOAD, *preload], absorbing(build_telemetry(settings))
    return WorkerProcess(partial(_wired, settings), partial(_report_crash, settings), modules, absorb)


def _wired(settings: Settings) -> "CarryOut":
    from agent.bootstrap.agent import build_agent

    agent = build_agent(settings, confined=True)

    def carry_out(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        agent.begin_run()
        return work(agent, *arguments)

    return carry_out


def _report_crash(settings: Settings, error: BaseException) -> None:
    build_log(settings).error("internal error", exc_info=error)
