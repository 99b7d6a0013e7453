from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page

from agent.bootstrap import build_agent
from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.settings import Settings
from agent.use_cases.tokens.creating import CreateTokenCommand
from foundation.model.access import Role
from foundation.model.errors import Problem
from memory.records.dead_letters import DeadLetter
from memory.records.leaves import LeaveRecord
from scripts.browser import browser as started
from tests.doors.http.conftest import MINIMAL, ORDER, remember
from tests.support.drafting import ANSWER, Workshop, approved, changed
from tests.support.generation import settings_in
from tests.support.http_server import serving
from tests.support.redis_server import running_redis

Result = TypeVar("Result")


def elsewhere(do: Callable[[], Result]) -> Result:
    """Do something in another thread: Playwright has the loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do).result()


def generated(settings: Settings, bundle: Path, output: Path, *assignments: str) -> str:
    """Generate a bundle; return how that ended."""
    return elsewhere(lambda: remember(build_agent(settings), bundle, output, *assignments))


def drafted(folder: Path, *sizes: str) -> list[str]:
    """Have a model draft a component, which is approved, and then the same with volumes of other sizes, which wait."""
    workshop = Workshop(folder, public_url="https://infra.example.com")
    found = [approved(workshop)]
    for size in sizes:
        bundle = changed(env=[{"name": "MODEL", "value": size}])
        result = workshop.generate([ANSWER.replace("1Gi", size)], bundle)
        found += sorted({*workshop.locks} - {*found})
        (waiting,) = result.problems
        assert waiting.code == "draft-pending"
        assert f"at https://infra.example.com/ui/templates/drafts/{found[-1]} too" in waiting.remedy
    return found


#: What a page said that it should not have: errors of its console, requests that failed or went elsewhere.
Complaints = list[str]


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings with a memory of runs: one refused, one blocked, and two of one component that were saved.

    Beside them, something waits or is wrong wherever a page can show that. Memory is a file, and work waits in Redis.
    """
    folder = tmp_path_factory.mktemp("shown")
    (folder / "redis").mkdir()
    with running_redis(folder / "redis") as redis:
        settings = settings_in(folder / "state", workspace=folder, fleet=redis.address)
        _fill(settings, folder)
        yield settings


def _fill(settings: Settings, folder: Path) -> None:
    assert generated(settings, MINIMAL, folder / "refused", "component.typ=job") == "refused"
    assert generated(settings, MINIMAL, folder / "ping", "component.container_image=ping:latest") == "blocked"
    assert generated(settings, ORDER, folder / "order") == "generated"
    newer = "component.container_image=ghcr.io/connectsoft/orderservice:1.0.1"
    assert generated(settings, ORDER, folder / "order", newer) == "generated"
    acme = build_memory(settings).of("acme")
    wrong = Problem(code="event-unreadable", message="no such bundle", remedy="Send another.")
    at = "2026-01-01T00:00:00Z"
    acme.dead_letters.put(
        DeadLetter(id="dead-1", reason="unreadable", channel="http ann", problems=[wrong], recorded_at=at)
    )
    asked = {"kind": "waiver", "reason": "the vendor moves the tag", "decided_at": at, "target": "run-1"}
    for decision, by in (("requested", "ann"), ("rejected", "bob")):
        acme.leaves.put(
            LeaveRecord.model_validate({"subject": f"approval-{by}", "decision": decision, "decided_by": by, **asked})
        )


@pytest.fixture(scope="session")
def drafts(shown: Settings) -> list[str]:
    """Names of drafts in the workspace: one is approved, and two wait that change it."""
    return elsewhere(lambda: drafted(shown.workspace, "2Gi", "3Gi"))


@pytest.fixture(scope="session")
def address(shown: Settings) -> Iterator[str]:
    """Address of a server with this memory."""
    with serving(shown) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; it goes with the module, because a loop runs in this thread as long as it is there."""
    with started() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that says nothing it should not: no error on its console, no request to elsewhere."""
    size = getattr(request, "param", (1024, 768))
    context = chromium.new_context(base_url=address, viewport={"width": size[0], "height": size[1]})
    page, complaints = context.new_page(), Complaints()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
    yield page
    context.close()
    # The status of a page that tells a mistake is one, and the browser notes that.
    assert [text for text in complaints if "status of 4" not in text] == []


def tokens_for(people: Mapping[str, tuple[Role, str]], settings: Settings) -> dict[str, str]:
    """Make a token for each of some people, of a role in a tenant each; by their names."""
    create = build_create_token(settings)
    return {
        name: create(CreateTokenCommand(name=name, role=role, tenants=[tenant])).token
        for name, (role, tenant) in people.items()
    }
