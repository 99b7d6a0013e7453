import signal
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings
from hypothesis.internal.conjecture.providers import Constants

from agent.bootstrap import Agent, build_agent
from foundation.helm.collector import look_less_often_in_new_processes
from foundation.helm.native import NativeHelmEngine
from foundation.model.errors import Problem
from foundation.model.findings import Finding
from tests.support.binaries import ProgramNotFound, find_program
from tests.support.codes import only_known_codes
from tests.support.generation import Case, Generated, generate, knowing_agent, settings_in
from tests.support.lint_once import remembering
from tests.support.sockets import guarded

# As for the agent's workers: the processes that run the tests are started after this, and helm processes get it too.
look_less_often_in_new_processes()
# Tests send these to what they start, and whoever starts the tests may ignore them (nohup, in the background).
for ignored in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, signal.SIG_DFL)
# The same examples in every run, however slow the machine: a failure is seen by whoever made it, not by the next.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
# Hypothesis also draws constants of the project's modules: of those that happen to be loaded, which differ by what a
# process has tested before.
pytest.MonkeyPatch().setattr("hypothesis.internal.conjecture.providers._get_local_constants", Constants)
# Tests read what was written by a reader of their own; libyaml's parser takes a tenth of the time of the one in Python.
pytest.MonkeyPatch().setattr("yaml.SafeLoader", yaml.CSafeLoader)
# Of an answer in two parts the second waits, for 40 ms, to hear that the first has come; servers of tests give many.
pytest.MonkeyPatch().setattr(BaseHTTPRequestHandler, "disable_nagle_algorithm", True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have tests of a group go to one process."""
    from tests.support.grouped import make_scheduler

    return make_scheduler(config, log)


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """No test reaches a model, or anything else, outside this machine; one that tries fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INFRA_ENGINEER_FORBID_MODEL_CALLS", "true")
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        yield


@pytest.fixture(scope="session", autouse=True)
def each_chart_is_linted_once() -> Iterator[None]:
    """Helm's verdict on the same bytes is the same, and takes as long as all else that a small bundle takes.

    Each agent asks for it anew, and most tests wire one of their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NativeHelmEngine, "lint", remembering(NativeHelmEngine.lint))
        yield


@pytest.fixture(scope="session", autouse=True)
def every_code_is_explained() -> Iterator[None]:
    """Whatever the program says in a test, its code is in the registry."""
    with only_known_codes(Problem, Finding):
        yield


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State folder of the session's agent."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="session")
def agent(state_dir: Path) -> Agent:
    """One agent for the session: wiring the first one takes seconds. Its memory knows nothing of UserService."""
    return build_agent(settings_in(state_dir))


@pytest.fixture(scope="session")
def agent_of(agent: Agent, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Agent]:
    """The agent for a case: one whose memory knows the trace where the case says so."""
    knowing: list[Agent] = []

    def choose(case: Case) -> Agent:
        if not case.knowing:
            return agent
        if not knowing:
            knowing.append(knowing_agent(tmp_path_factory.mktemp("state"), tmp_path_factory.mktemp("first") / "out"))
        return knowing[0]

    return choose


@pytest.fixture(scope="session")
def generated(
    agent_of: Callable[[Case], Agent], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Case], Generated]:
    """Each case's output, generated once for the session. Tests read it and change nothing."""
    known: dict[str, Generated] = {}

    def once(case: Case) -> Generated:
        if case.name not in known:
            known[case.name] = generate(agent_of(case), case, tmp_path_factory.mktemp(case.name) / "out")
        return known[case.name]

    return once


@pytest.fixture(scope="session")
def helm_binary() -> str:
    """A real helm; without one the test fails and says how to get it."""
    try:
        return find_program("helm")
    except ProgramNotFound as error:
        pytest.fail(str(error))


@pytest.fixture(scope="session")
def kubectl_binary() -> str:
    """A real kubectl; without one the test fails and says how to get it."""
    try:
        return find_program("kubectl")
    except ProgramNotFound as error:
        pytest.fail(str(error))
