import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agent.bootstrap import Agent, build_agent
from agent.doors.worker.duties import Sent, Source, Work, accept_events
from agent.settings import load_settings
from agent.use_cases.fleet.job import Job
from foundation.model.errors import InputError
from memory.memory import Memory
from memory.sqlite.backend import SqliteBackend

#: What is sent without an answer, and what gets one.
STREAM = Source(channel="redis://127.0.0.1/0#requests")
HTTP = Source(channel="http", buries=False)


class Door(NamedTuple):
    """A worker's own process, without the event loop around it."""

    agent: Agent
    memory: Memory
    workspace: Path

    def jobs(self, event: Any, source: Source = HTTP) -> list[Job]:
        """Send an event, and return the work that it asks for."""
        content = event if isinstance(event, bytes) else json.dumps(event).encode()
        return [Job.model_validate_json(work.text) for work in self.works(content, source)]

    def works(self, content: bytes, source: Source = HTTP) -> list[Work]:
        """Send bytes, and return the work that they ask for as it waits."""
        return accept_events(self.agent, Sent(content), source, None).work

    def codes(self, event: Any, source: Source = HTTP) -> list[str]:
        """Send an event that is refused, and return the codes of its mistakes."""
        with pytest.raises(InputError) as refused:
            self.jobs(event, source)
        return [problem.code for problem in refused.value.problems]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Door:
    """One agent for the tests of a module, in a workspace of its own."""
    folder = tmp_path_factory.mktemp("worker")
    (folder / "work").mkdir()
    settings = load_settings(workspace=folder / "work", state_dir=folder / "state")
    agent = build_agent(settings, confined=True)
    return Door(agent, Memory(SqliteBackend(folder / "state" / "memory.sqlite")), folder / "work")
