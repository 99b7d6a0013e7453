"""The pages in a browser, on a real server: what went wrong, mended, and downloaded."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.settings import Settings
from agent.use_cases.tokens.creating import CreateTokenCommand
from foundation.model.access import Role
from tests.doors.http.conftest import MINIMAL
from tests.doors.pages.conftest import generated
from tests.doors.pages.looking import mistakes_of, tab_to
from tests.support.http_server import serving

#: One browser for all of them, one after another.
pytestmark = pytest.mark.xdist_group("pages")


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
    assert mistakes_of(page) == []
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
    assert mistakes_of(page) == []


SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{{key}: []}}\n"


def drop(page: Page, *paths: Path) -> None:
    """Drop files and folders as somebody does with the mouse."""
    box = page.locator("#manifests").bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 20, "y": box["y"] + 20, "data": data})


def test_files_and_folders_that_are_dropped_are_judged_at_their_lines(page: Page, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SERVICE.format(name="one", key="portz"))
    (tmp_path / "<b>two.yaml").write_text("kind: ConfigMap\napiVersion: v1\nmetadata: {name: two, namez: x}\n")
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    long = "".join(f"  key{number}: {'x' * 990}\n" for number in range(3_000))
    (tmp_path / "large.yaml").write_text(
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n{long}datas: {{}}\n"
    )
    chart = tmp_path / "all" / "chart" / "templates"
    chart.mkdir(parents=True)
    (chart.parent / "Chart.yaml").write_text("name: x\n")
    (chart / "service.yaml").write_text("{{ nothing }}")
    (tmp_path / "all" / "README.md").write_text("# no manifest")
    (tmp_path / "all" / "three.json").write_text(json.dumps({"apiVersion": "v1", "kind": "Service", "spec": {"a": 1}}))
    page.goto("/ui/validate")
    for dropped, found in (
        (["one.yaml"], ["line 4"]),
        (["one.yaml", "<b>two.yaml", "all"], ["one.yaml: ", "<b>two.yaml: ", "all/three.json: ", "3 files were not"]),
        (["binary.yaml"], ["binary.yaml", "the file is not UTF-8"]),
        (["large.yaml"], ["line 3005"]),
    ):
        drop(page, *(tmp_path / name for name in dropped))
        expect(page.locator("[data-dropped]")).to_contain_text("dropped: ")
        page.get_by_role("button", name="Validate").click()
        for text in found:
            expect(page.locator("main")).to_contain_text(text)
        expect(page.locator("#found")).to_contain_text("Refused")


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


@pytest.fixture(scope="module")
def guarded(shown: Settings) -> Iterator[tuple[str, dict[str, str]]]:
    """Address of a server of the same memory where people sign in, and the token of each."""
    settings = shown.model_copy(update={"token_file": str(shown.state_dir / "guarded.json")})
    people: list[tuple[str, Role, str]] = [
        ("bob", "approver", "*"),
        ("rae", "reader", "*"),
        ("eve", "approver", "acme"),
    ]
    made = build_create_token(settings)
    tokens = {name: made(CreateTokenCommand(name=name, role=role, tenants=[on])).token for name, role, on in people}
    with serving(settings) as client:
        yield str(client.base_url).rstrip("/"), tokens


def signed_in(page: Page, guarded: tuple[str, dict[str, str]], who: str, path: str) -> None:
    """Open a page as somebody, with the keyboard alone."""
    page.goto(guarded[0] + path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    tab_to(page, "#token")
    page.keyboard.type(guarded[1][who])
    page.keyboard.press("Enter")
    page.wait_for_url(guarded[0] + path)


def test_drafts_are_approved_and_rejected_with_the_keyboard(
    chromium: Browser, guarded: tuple[str, dict[str, str]], drafts: list[str]
) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        signed_in(page, guarded, "bob", "/ui/templates")
        for name, verdict, before, after in (
            (drafts[1], "approved", "1Gi", "2Gi"),
            (drafts[2], "rejected", "2Gi", "3Gi"),  # the one that was approved last counts
        ):
            row = page.get_by_role("row", name=name)
            expect(row.locator(".status")).to_have_text("pending")
            tab_to(page, f"a[href$='{name}']")
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=1)).to_have_text(f"Draft {name}")
            changed = page.locator(".sides tr.changed")
            expect(changed.locator("td").first).to_contain_text(before)
            expect(changed.locator("td").last).to_contain_text(after)
            tab_to(page, "#reason")
            page.keyboard.type("looked at it")
            tab_to(page, f"button[value={verdict}]")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{guarded[0]}/ui/templates")
            expect(row.locator(".status")).to_have_text(verdict)
        page.goto(f"{guarded[0]}/ui/templates/drafts/{drafts[2]}")
        expect(page.locator(".facts")).to_contain_text("bob: looked at it")
        expect(page.get_by_role("button", name="Approve")).to_have_count(0)


def test_drafts_are_decided_by_approvers_of_every_tenant_alone(
    chromium: Browser, guarded: tuple[str, dict[str, str]], drafts: list[str]
) -> None:
    path = f"/ui/templates/drafts/{drafts[0]}"
    for who, seen, told in (("rae", 200, "the role approver"), ("eve", 404, "there is no such draft")):
        with chromium.new_context() as context:
            page = context.new_page()
            signed_in(page, guarded, who, path)
            answer = page.reload()
            assert answer is not None
            assert answer.status == seen
            expect(page.get_by_role("button", name="Approve")).to_have_count(0)
            token = page.locator("[name=form_token]").first.input_value()
            form = {"verdict": "rejected", "reason": "not mine", "form_token": token}
            refused = context.request.post(guarded[0] + path, form=form, headers={"Origin": guarded[0]})
            assert (refused.status, told in refused.text()) == ({200: 403}.get(seen, seen), True), refused.text()
            page.goto(f"{guarded[0]}/ui/templates")
            expect(page.get_by_role("link", name=drafts[0])).to_have_count(1 if seen == 200 else 0)
