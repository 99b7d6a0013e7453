"""The pages in a browser, on a real server: what went wrong, mended, and downloaded."""

import json
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from agent.settings import Settings
from scripts.browser import AXE
from tests.doors.http.conftest import MINIMAL
from tests.doors.pages.conftest import generated

#: One browser for all of them, one after another.
pytestmark = pytest.mark.xdist_group("pages")
EVERY = [
    "/ui/runs",
    "/ui/runs/by-day",
    "/ui/trace",
    "/ui/components",
    "/ui/templates",
    "/ui/approvals",
    "/ui/similar",
    "/ui/fleet",
    "/ui/validate",
    "/ui/sign-in",
]
WIDTHS = [(360, 740), (1024, 768), (1600, 900)]
#: What axe-core calls bad enough to keep somebody out.
SERIOUS = ("serious", "critical")


def run_of(page: Page, component: str, status: str) -> str:
    """Open the newest run of a component that came so far; return its id."""
    page.goto(f"/ui/runs?component={component}&status={status}")
    link = page.locator("tbody a").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run {name}")
    return name


def test_a_blocked_run_is_mended_and_its_files_are_downloaded(page: Page, tmp_path: Path) -> None:
    blocked = run_of(page, "Ping", "blocked")
    finding = page.locator(".findings li.error").first
    expect(finding).to_contain_text("image-tag")
    finding.get_by_role("link", name="line").click()
    marked = page.locator("tr.marked:target")
    expect(marked).to_contain_text("ping:latest")
    page.get_by_role("link", name="try again").click()
    page.get_by_label("Other values").fill("component.container_image=ghcr.io/acme/ping:1.0.1")
    page.get_by_label("Why").fill("the image had no version")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator("pre").first).to_contain_text("ghcr.io/acme/ping:1.0.1")
    page.get_by_role("button", name="Do it").click()
    expect(page.locator("#effect")).to_contain_text("generated")
    page.get_by_role("link", name="the new run").click()
    expect(page.locator(".facts")).to_contain_text(blocked)
    expect(page.locator(".facts")).to_contain_text("the image had no version")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="all files as .zip").click()
    downloading.value.save_as(tmp_path / "files.zip")
    with ZipFile(tmp_path / "files.zip") as files:
        assert b"ghcr.io/acme/ping:1.0.1" in files.read("manifests/dev/deployment.yaml")


def test_a_value_that_is_wrong_is_told_on_the_page(page: Page) -> None:
    name = run_of(page, "OrderService", "announced")
    page.goto(f"/ui/runs/{name}/retry")
    page.get_by_label("Other values").fill("component.replicaz=3")
    page.get_by_label("Why").fill("more")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator(".findings")).to_contain_text("replicas")


def test_what_a_run_changed_stands_side_by_side(page: Page) -> None:
    run_of(page, "OrderService", "announced")
    page.get_by_role("link", name="what it changed").click()
    page.get_by_role("link", name="manifests/dev/deployment.yaml").click()
    row = page.locator("tr.changed", has_text="orderservice:1.0.1")
    expect(row.first).to_contain_text("orderservice:1.0.0")


def test_a_trace_leads_to_its_runs_and_back(page: Page) -> None:
    name = run_of(page, "OrderService", "announced")
    page.locator(".facts").get_by_role("link", name="trace-ord-8128").click()
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run {name}")


def test_components_show_what_is_deployed_where(page: Page) -> None:
    page.goto("/ui/components")
    row = page.get_by_role("row", name="OrderService")
    expect(row.get_by_role("link", name="1.0.1")).to_have_count(3)


def test_manifests_that_are_pasted_are_judged_at_their_lines(page: Page) -> None:
    page.goto("/ui/validate")
    page.get_by_label("Manifests").fill("apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {portz: []}\n")
    page.get_by_role("button", name="Validate").click()
    expect(page.locator("#found")).to_contain_text("Refused")
    expect(page.locator("#line-4.marked")).to_contain_text("portz")


def test_a_new_run_appears_by_itself(page: Page, shown: Settings, tmp_path: Path) -> None:
    page.goto("/ui/runs")
    before = page.locator("tbody tr").count()
    place = shown.workspace / "live"
    assert generated(shown, MINIMAL, place, "component.name=Live") == "generated"
    expect(page.locator("tbody")).to_contain_text("Live", timeout=15_000)
    assert page.locator("tbody tr").count() == before + 1


def test_hostile_text_is_inert(page: Page, shown: Settings) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e\x1b[31m"
    assert generated(shown, MINIMAL, shown.workspace / "hostile", f"component.labels={json.dumps({'a': hostile})}")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto("/ui/runs?component=Ping")
    page.locator("tbody a").first.click()
    assert page.locator("img").count() == 0
    assert "\u202e" not in page.content()
    page.goto(f"/ui/trace?id={quote(hostile)}")
    assert page.locator("img").count() == 0


def test_the_keyboard_alone_leads_everywhere(page: Page) -> None:
    page.goto("/ui/runs")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Components")


@pytest.mark.parametrize("page", WIDTHS, indirect=True, ids=[f"{width}px" for width, _ in WIDTHS])
def test_nothing_is_cut_off(page: Page) -> None:
    name = run_of(page, "OrderService", "announced")
    own = [f"/ui/runs/{name}{path}" for path in ("", "/retry", "/rollback", "/values", "/changes")]
    for path in [*EVERY, *own, f"{own[0]}/file?path=manifests/dev/deployment.yaml"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(scheme: str, chromium: Browser, address: str) -> None:
    context = chromium.new_context(
        base_url=address, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    name = run_of(page, "OrderService", "announced")
    own = [f"/ui/runs/{name}{path}" for path in ("", "/retry", "/rollback", "/values", "/file?path=report.json")]
    for path in [*EVERY, *own, f"/ui/runs/{name}/changes?path=manifests/dev/deployment.yaml"]:
        page.goto(path)
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(result => result.violations)")
        bad = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in SERIOUS]
        assert bad == [], path
    context.close()
