from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agent.bootstrap import Agent, build_agent
from agent.bootstrap.use_cases.generate import build_generate
from agent.settings import Settings
from agent.use_cases.generate import GenerateCommand
from agent.use_cases.inputs.bundles import BundleFiles
from foundation.model.destination import workspace
from foundation.model.errors import AgentError
from foundation.model.run.request import Options
from tests.support.generation import EXAMPLES, settings_in
from tests.support.http_server import serving

MINIMAL, ORDER = EXAMPLES / "minimal.yaml", EXAMPLES / "order-service.yaml"


def remember(agent: Agent, path: Path, output: Path, *assignments: str) -> str:
    """Generate a bundle; return how that ended."""
    asked = GenerateCommand(
        bundles=BundleFiles(paths=[str(path)], assignments=list(assignments)),
        options=Options(destination=workspace(str(output))),
    )
    try:
        (result,) = build_generate(agent.settings, agent=agent)(asked).results
    except AgentError:
        return "refused"
    return result.status


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a memory of four runs: one was refused, then one blocked, then two were saved."""
    folder = tmp_path_factory.mktemp("known")
    agent = build_agent(settings_in(folder / "state", workspace=folder))
    assert remember(agent, MINIMAL, folder / "refused", "component.typ=job") == "refused"
    assert remember(agent, MINIMAL, folder / "blocked", "component.container_image=ping:latest") == "blocked"
    assert remember(agent, MINIMAL, folder / "ping") == "generated"
    assert remember(agent, ORDER, folder / "order") == "generated"
    return agent.settings


@pytest.fixture(scope="session")
def client(known: Settings) -> Iterator[httpx2.Client]:
    """A client of a server with this memory."""
    with serving(known) as client:
        yield client


@pytest.fixture
def runs(client: httpx2.Client) -> dict[str, dict[str, Any]]:
    """The runs that the server lists, by their status and component."""
    return {f"{run['component']} {run['status']}": run for run in client.get("/v1/runs").json()["runs"]}
