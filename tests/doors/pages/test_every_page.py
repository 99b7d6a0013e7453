"""Every page that there is, in a browser: nobody is kept out, nothing is cut off, and nothing comes from elsewhere."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser, Page, expect

from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.doors.http.application import build_app
from agent.settings import Settings
from agent.use_cases.history.listing import ListRunsCommand
from tests.doors.pages.looking import mistakes_of, wrongly_nested

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
    "/ui/templates/policy": ["?name=platform.yaml", "?name=nothing"],
    "/ui/templates/drafts/{name}": ["/ui/templates/drafts/{draft}", "/ui/templates/drafts/nothing"],
    "/ui/approvals": ["", "?every=true"],
    "/ui/similar": ["", "?trace=trace-ord-8128"],
    "/ui/fleet": [""],
    "/ui/validate": [""],
    "/ui/sign-in": [""],
    "/ui/sign-in/done": [""],
    "/ui/{rest:path}": ["/ui/nothing", "/ui/runs/x/y"],
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


def visited(route: str, known: Callable[[str], str]) -> list[str]:
    """Return the addresses of a route that are looked at."""
    return [known(address if address.startswith("/") else route + address) for address in VISITED[route]]


@pytest.mark.parametrize("route", VISITED)
def test_a_page_keeps_nobody_out_and_is_whole(route: str, page: Page, known: Callable[[str], str]) -> None:
    for wanted in visited(route, known):
        answer = page.goto(wanted)
        assert answer is not None
        assert (wanted, wrongly_nested(answer.text())) == (wanted, [])
        assert (wanted, mistakes_of(page)) == (wanted, [])


def test_no_page_needs_a_script(chromium: Browser, address: str, known: Callable[[str], str]) -> None:
    with chromium.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        for wanted in (one for route in VISITED for one in visited(route, known)):
            page.goto(wanted)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            for useless in ("button:not(form button)", "form:not([method][action])", "main [hidden]", "[onclick]"):
                assert (wanted, useless, page.locator(useless).count()) == (wanted, useless, 0)
            if page.locator("[data-live]").count():
                expect(page.get_by_role("link", name="refresh")).to_have_attribute("href", re.compile("^/ui/"))


def test_what_is_done_on_pages_needs_no_script(
    chromium: Browser, address: str, known: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "service.yaml").write_text("apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {portz: []}\n")
    with chromium.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/ui/runs")
        page.get_by_label("Status").select_option("blocked")
        page.get_by_role("button", name="Filter").click()
        for _ in range(2):
            page.wait_for_url("/ui/runs?status=blocked")
            assert {*page.locator("tbody .status").all_inner_texts()} == {"blocked"}
            page.get_by_role("link", name="refresh").click()
        page.goto("/ui/validate")
        page.get_by_label("or files").set_input_files(tmp_path / "service.yaml")
        page.get_by_role("button", name="Validate").click()
        expect(page.locator("#text-1-line-4, #line-4.marked")).to_contain_text("portz")
        page.goto(known("/ui/runs/{saved}/retry"))
        page.get_by_label("Other values").fill("component.replicas=3")
        page.get_by_label("Why").fill("two are too few")
        page.get_by_role("button", name="Show what would change").click()
        expect(page.get_by_role("button", name="Do it")).to_be_visible()
        expect(page.locator("pre").first).to_contain_text("replicas")
