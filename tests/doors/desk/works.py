"""What the tests have processes do; they find it here by its name."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from agent.bootstrap import Agent
from agent.bootstrap.use_cases.generate import build_generate
from agent.execution.caller import current_caller
from agent.use_cases.generate import GenerateCommand
from agent.use_cases.inputs.bundles import BundleContent, OneBundle
from foundation.model.destination import workspace
from foundation.model.run.request import Options


def generation(agent: Agent, text: str, folder: str) -> str | None:
    """Generate a bundle into a folder, and return the digest."""
    options = Options(destination=workspace(folder))
    command = GenerateCommand(bundles=OneBundle(of=BundleContent(content=text)), options=options)
    (result,) = build_generate(agent.settings, agent=agent)(command).results
    return result.digest


def process(_: Agent) -> int:
    return os.getpid()


def priority(_: Agent) -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def step(_: Agent) -> None:
    current_caller().begin("a.step")


def slow(_: Agent, seconds: float) -> tuple[float, float]:
    """Say when it began and ended."""
    began = time.monotonic()
    time.sleep(seconds)
    return began, time.monotonic()


def marked(_: Agent, mark: Path) -> None:
    """Work without end; tell by a file that it has begun, and by another one that it could clear away."""
    mark.touch()
    try:
        while True:
            time.sleep(0.01)
    finally:
        mark.with_suffix(".cleared").touch()


def killed(_: Agent) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def broken(_: Agent) -> None:
    raise KeyError("s3cret-value")


def unsendable(_: Agent) -> Callable[[], None]:
    return lambda: None


def trace(_: Agent) -> str | None:
    return current_caller().traceparent
