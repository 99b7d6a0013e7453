import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agent.bootstrap import Agent, build_agent
from agent.bootstrap.use_cases.generate import build_generate
from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.settings import Settings
from agent.use_cases.generate import GenerateCommand
from agent.use_cases.inputs.bundles import BundleFiles
from agent.use_cases.tokens.creating import CreateTokenCommand
from foundation.model.access import Role
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


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A server that is impatient, for whoever attacks it: what one attack breaks, the next one finds."""
    folder = tmp_path_factory.mktemp("hostile")
    limits = {"http_body_seconds": 1.0, "http_workers": 1, "http_requests_per_minute": 0}
    with serving(settings_in(folder / "state", workspace=folder, **limits)) as client:
        yield client


def raw(client: httpx2.Client, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Send bytes as they are, and return what comes back until the server closes or has answered."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=20) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        answer = b""
        while b"\r\n\r\n" not in answer or not answer.partition(b"\r\n\r\n")[2]:
            received = connection.recv(65_536)
            if not received:
                break
            answer += received
        return answer


def refused(answer: httpx2.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text


#: A server, and the headers of everybody who has a token.
Guarded = tuple[httpx2.Client, dict[str, dict[str, str]]]


def token(settings: Settings, name: str, role: Role, *tenants: str) -> dict[str, str]:
    command = CreateTokenCommand(name=name, role=role, tenants=list(tenants))
    return {"Authorization": f"Bearer {build_create_token(settings)(command).token}"}


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server with tokens: Ann of acme, Bob of other, a reader of acme, and somebody of all tenants."""
    folder = tmp_path_factory.mktemp("guarded")
    settings = settings_in(folder / "state", workspace=folder, http_workers=1, http_requests_per_minute=0)
    tokens = {
        "ann": token(settings, "Ann", "operator", "acme"),
        "bob": token(settings, "Bob", "operator", "other"),
        "reader": token(settings, "Rea", "reader", "acme"),
        "all": token(settings, "All", "approver", "*"),
    }
    with serving(settings) as client:
        yield client, tokens
