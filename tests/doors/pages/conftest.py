from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from agent.bootstrap import build_agent
from agent.settings import Settings
from scripts.browser import browser as started
from tests.doors.http.conftest import MINIMAL, ORDER, remember
from tests.support.generation import settings_in
from tests.support.http_server import serving


def generated(settings: Settings, bundle: Path, output: Path, *assignments: str) -> str:
    """Generate a bundle; return how that ended. Playwright has the loop of this thread, so it is done in another."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: remember(build_agent(settings), bundle, output, *assignments)).result()


#: What a page said that it should not have: errors of its console, requests that failed or went elsewhere.
Complaints = list[str]


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a memory of runs: one refused, one blocked, and two of one component that were saved."""
    folder = tmp_path_factory.mktemp("shown")
    settings = settings_in(folder / "state", workspace=folder)
    assert generated(settings, MINIMAL, folder / "refused", "component.typ=job") == "refused"
    assert generated(settings, MINIMAL, folder / "ping", "component.container_image=ping:latest") == "blocked"
    assert generated(settings, ORDER, folder / "order") == "generated"
    newer = "component.container_image=ghcr.io/connectsoft/orderservice:1.0.1"
    assert generated(settings, ORDER, folder / "order", newer) == "generated"
    return settings


@pytest.fixture(scope="session")
def address(shown: Settings) -> Iterator[str]:
    """Address of a server with this memory."""
    with serving(shown) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
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
