"""Every page that there is, in a browser: nobody is kept out, nothing is cut off, and nothing comes from elsewhere."""

from collections.abc import Callable

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Page

from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.doors.http.application import build_app
from agent.settings import Settings
from agent.use_cases.history.listing import ListRunsCommand
from tests.doors.pages.looking import mistakes_of

#: One browser for all of them, one after another.
pytestmark = pytest.mark.xdist_group("pages")
#: Every page by its route, with how it is asked for: as somebody finds it, and with what it has to show.
#: ``{saved}``, ``{blocked}``, ``{refused}`` are runs that came so far, ``{draft}`` is one that waits.
VISITED: dict[str, list[str]] = {
    "/ui/runs": ["", "?status=failed&component=Nothing"],
    "/ui/runs/by-day": [""],
    "/ui/runs/{run}": ["/ui/runs/{saved}", "/ui/runs/{blocked}", "/ui/runs/{refused}", "/ui/runs/nothing"],
    "/ui/runs/{run}/retry": ["/ui/runs/{saved}/retry"],
    "/ui/runs/{run}/rollback": ["/ui/runs/{saved}/rollback"],
    "/ui/runs/{run}/values": ["/ui/runs/{saved}/values", "/ui/runs/{saved}/values?path=nothing"],
    "/ui/runs/{run}/file": [
        "/ui/runs/{saved}/file?path=manifests/dev/deployment.yaml",
        "/ui/runs/{saved}/file?path=report.json",
    ],
    "/ui/runs/{run}/changes": [
        "/ui/runs/{saved}/changes",
        "/ui/runs/{saved}/changes?path=manifests/dev/deployment.yaml",
    ],
    "/ui/trace": ["", "?id=trace-ord-8128", "?id=nothing"],
    "/ui/components": [""],
    "/ui/templates": [""],
    "/ui/templates/drafts/{name}": ["/ui/templates/drafts/{draft}", "/ui/templates/drafts/nothing"],
    "/ui/approvals": ["", "?every=true"],
    "/ui/similar": ["", "?trace=trace-ord-8128"],
    "/ui/fleet": [""],
    "/ui/validate": [""],
    "/ui/sign-in": [""],
    "/ui/sign-in/done": [""],
}
#: Routes that lead on, or give what pages are made of.
NO_PAGES = {"/ui/runs/filtered", "/ui/sign-in/provider", "/ui/static/{name}"}


@pytest.fixture(scope="session")
def known(shown: Settings, drafts: list[str]) -> Callable[[str], str]:
    """Fill an address in."""
    runs = build_list_runs(shown)(ListRunsCommand(tenant="acme", limit=100)).runs
    runs += build_list_runs(shown)(ListRunsCommand(limit=100)).runs
    names = {}
    for status, name in (("announced", "saved"), ("blocked", "blocked"), ("refused", "refused")):
        names[name] = next(one.run.run_id for one in runs if one.run.status == status)
    return lambda address: address.format(**names, draft=drafts[-1])


def test_no_page_is_left_out(shown: Settings) -> None:
    there = {
        one.path
        for one in iter_route_contexts(build_app(shown).routes)
        if "GET" in (one.methods or ()) and (one.path or "").startswith("/ui")
    }
    assert there == VISITED.keys() | NO_PAGES


@pytest.mark.parametrize("route", VISITED)
def test_a_page_keeps_nobody_out_and_is_whole(route: str, page: Page, known: Callable[[str], str]) -> None:
    for address in VISITED[route]:
        wanted = known(address if address.startswith("/") else route + address)
        page.goto(wanted)
        assert (wanted, mistakes_of(page)) == (wanted, [])
