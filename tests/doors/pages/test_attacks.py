"""Pages, attacked: hostile text in every field, forms of others, ids of other tenants, and sessions that end."""

import re
import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from fastapi.routing import iter_route_contexts

from agent.bootstrap.memory import build_memory
from agent.doors.http.application import build_app
from agent.doors.pages.sessions import COOKIE
from agent.settings import Settings
from foundation.model.access import Role
from tests.doors.pages.conftest import tokens_for
from tests.support.generation import settings_in
from tests.support.hostile_memory import ACTS, EARLIER, FILE, HOSTILE, RUN, WAITING, fill
from tests.support.http_server import serving

PEOPLE: dict[str, tuple[Role, str]] = {
    "reader": ("reader", "acme"),
    "operator": ("operator", "acme"),
    "approver": ("approver", "acme"),
    "everybody": ("approver", "*"),
    "elsewhere": ("approver", "shared"),
    "leaving": ("reader", "acme"),
}
#: Every page that shows something of a memory, and what it is asked with.
SHOWN = [
    "/ui/runs",
    f"/ui/runs?component={quote(HOSTILE)}&scope={quote(HOSTILE)}&since={quote(HOSTILE)}",
    f"/ui/runs/{RUN}",
    f"/ui/runs/{RUN}/changes",
    f"/ui/runs/{RUN}/changes?path={quote(FILE)}",
    f"/ui/runs/{RUN}/changes?against={EARLIER}&path={quote(HOSTILE)}",
    f"/ui/runs/{RUN}/file?path={quote(FILE)}",
    f"/ui/runs/{RUN}/file?path={quote(HOSTILE)}",
    f"/ui/runs/{RUN}/values?path={quote(HOSTILE)}",
    f"/ui/runs/{RUN}/retry",
    f"/ui/runs/{quote(HOSTILE)}/retry",
    f"/ui/runs/{RUN}/rollback",
    f"/ui/runs/{quote(HOSTILE)}",
    f"/ui/trace?id={quote(HOSTILE)}",
    "/ui/components",
    "/ui/templates",
    f"/ui/templates/policy?name={quote(HOSTILE)}",
    f"/ui/templates/drafts/{quote(HOSTILE)}",
    "/ui/approvals",
    f"/ui/similar?trace={quote(HOSTILE)}",
    "/ui/fleet",
    f"/ui/sign-in?back={quote(HOSTILE)}",
    f"/ui/sign-in/done?state={quote(HOSTILE)}&error={quote(HOSTILE)}",
    f"/ui/{quote(HOSTILE)}",
    f"/ui/runs?{quote(HOSTILE)}=1&tenant={quote(HOSTILE)}&status={quote(HOSTILE)}&cursor={quote(HOSTILE)}",
]
OF_RUN = [path for path in SHOWN if RUN in path]
#: Forms by their routes, with who may send them; what they say is hostile.
FORMS: dict[str, str | None] = {
    "/ui/runs/{run}/retry": "operator",
    "/ui/runs/{run}/rollback": "operator",
    "/ui/templates/drafts/{name}": "approver",
    "/ui/approvals/{subject}": "approver",
    "/ui/fleet/relay": "operator",
    "/ui/fleet/events/{run}/replay": "operator",
    "/ui/fleet/dead-letters/{letter}/replay": "operator",
    "/ui/fleet/dead-letters/{letter}/drop": "operator",
    "/ui/validate": None,
    "/ui/sign-out": None,
}
FIELDS = {"reason": HOSTILE, "values": HOSTILE, "output": HOSTILE, "verdict": "approved", "manifests": HOSTILE}
SignedIn = Callable[[str], tuple[httpx2.Client, str]]


class Inert(HTMLParser):
    """Collects what on a page would act."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = [sign for sign in ACTS if sign in text]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        own = tag == "script" and said == {"src": "/ui/static/live.js", "defer": None}
        if tag in ("img", "iframe", "object", "script", "style", "base") and not own:
            self.found.append(tag)
        self.found += [name for name in said if name.startswith("on") or name == "style"]
        places = (said.get(name) or "" for name in ("href", "src", "action"))
        self.found += [place for place in places if place and not place.startswith(("/ui/", "/v1/", "#"))]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("attacked")
    settings = settings_in(folder / "state", workspace=folder)
    fill(build_memory(settings))
    return settings


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    TOKENS.update(tokens_for(PEOPLE, settings))
    with serving(settings) as client:
        yield str(client.base_url)


TOKENS: dict[str, str] = {}


@pytest.fixture
def visitor(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=60) as client:
        yield client


def sign_in(visitor: httpx2.Client, who: str) -> str:
    """Sign in; return what stands in the forms of the session."""
    assert visitor.post("/ui/sign-in", data={"token": TOKENS[who]}).status_code == 303
    return visitor.get("/ui/validate").text.partition('name="form_token" value="')[2].partition('"')[0]


@pytest.fixture(scope="module")
def signed_in(address: str) -> Iterator[SignedIn]:
    """Somebody's client, and what stands in the forms of their session; each signs in once."""
    known: dict[str, tuple[httpx2.Client, str]] = {}

    def person(who: str) -> tuple[httpx2.Client, str]:
        if who not in known:
            client = httpx2.Client(base_url=address, timeout=60)
            known[who] = client, sign_in(client, who)
        return known[who]

    yield person
    for client, _ in known.values():
        client.close()


def filled(route: str) -> str:
    return route.format(run=RUN, name="x", subject=WAITING, letter="dead-hostile")


@pytest.mark.parametrize("address_asked", SHOWN, ids=range(len(SHOWN)))
def test_hostile_text_is_inert_on_every_page(address_asked: str, signed_in: SignedIn) -> None:
    visitor, _ = signed_in("everybody")
    answer = visitor.get(address_asked)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.status_code < 500, answer.text
    assert Inert(answer.text).found == []
    assert len(answer.content) < 2_000_000


@pytest.mark.parametrize("route", FORMS)
def test_hostile_text_is_inert_in_what_a_form_comes_to(route: str, signed_in: SignedIn) -> None:
    visitor, form = signed_in("everybody" if route != "/ui/sign-out" else "leaving")
    files = {"files": (FILE, HOSTILE.encode(errors="replace"))} if route == "/ui/validate" else None
    answer = visitor.post(filled(route), data={**FIELDS, "form_token": form}, files=files)
    assert answer.status_code < 500, answer.text
    # A field holds what somebody sent themselves, as it is, so that they can send it again.
    assert Inert(re.sub("<textarea.*?</textarea>", "", answer.text, flags=re.DOTALL)).found == []
    assert not ACTS & {*answer.headers.get("location", "")}


def test_no_form_is_left_out(settings: Settings) -> None:
    routes = iter_route_contexts(build_app(settings).routes)
    there = {one.path for one in routes if "POST" in (one.methods or ()) and (one.path or "").startswith("/ui")}
    assert there == FORMS.keys() | {"/ui/sign-in"}


@pytest.mark.parametrize("route", FORMS)
def test_a_form_is_taken_of_its_session_and_from_its_pages_alone(route: str, visitor: httpx2.Client) -> None:
    path = filled(route)
    anonymous = visitor.post(path, data=FIELDS, headers={"Referer": f"{visitor.base_url}/ui/fleet"})
    assert (anonymous.status_code, anonymous.headers["location"]) == (303, "/ui/sign-in?back=%2Fui%2Ffleet&ended=true")
    old = sign_in(visitor, "approver")
    form = sign_in(visitor, "approver")
    assert form != old
    for wrong in ({}, {"form_token": ""}, {"form_token": old}, {"form_token": HOSTILE}, {"form_token": form[:-1]}):
        answer = visitor.post(path, data={**FIELDS, **wrong})
        assert (answer.status_code, "form-foreign" in answer.text) == (403, True), (wrong, answer.text)
    for origin in ("https://evil.example", "null", f"{visitor.base_url}".rstrip("/") + ".evil.example"):
        answer = visitor.post(path, data={**FIELDS, "form_token": form}, headers={"Origin": origin})
        assert (answer.status_code, "origin-foreign" in answer.text) == (403, True), origin
    for other in ("PUT", "DELETE", "PATCH"):
        assert visitor.request(other, path).status_code == 405
    assert visitor.get("/ui/runs").status_code == 200  # nobody was signed out


@pytest.mark.parametrize("route", [route for route, role in FORMS.items() if role])
def test_an_action_takes_its_role_and_tenant(route: str, signed_in: SignedIn) -> None:
    for who in ("reader", *(["operator"] if FORMS[route] == "approver" else [])):
        client, form = signed_in(who)
        answer = client.post(filled(route), data={**FIELDS, "form_token": form})
        assert (answer.status_code, "role-missing" in answer.text) == (403, True), who
    if "{" in route:
        client, form = signed_in("elsewhere")
        said = {"reason": "because of it", "verdict": "approved", "output": "x", "values": "component.replicas=3"}
        foreign = client.post(filled(route), data={**said, "form_token": form})
        assert foreign.status_code in (404, 422), foreign.text
        assert "alert(1)" not in foreign.text


@pytest.mark.parametrize("path", OF_RUN, ids=range(len(OF_RUN)))
def test_another_tenants_run_is_on_no_page(path: str, signed_in: SignedIn) -> None:
    visitor, _ = signed_in("elsewhere")
    answer = visitor.get(path)
    if not path.endswith("/retry"):  # the form alone, which tells nothing
        assert (answer.status_code, "run-unknown" in answer.text) == (404, True)
    for asked in ("/ui/runs", "/ui/components", "/ui/approvals?every=true", "/ui/fleet", f"/ui/trace?id={RUN}"):
        assert "alert(1)" not in visitor.get(asked).text


SAFE = {"content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "cache-control"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/ui/runs", {}, 200),
        ("GET", "/ui/nothing", {}, 404),
        ("GET", "/ui/runs/nothing", {}, 404),
        ("GET", "/ui/static/style.css", {}, 200),
        ("GET", "/ui/static/nothing", {}, 404),
        ("GET", "/ui/runs", {"Host": "evil.example"}, 403),
        ("POST", "/ui/sign-out", {"Origin": "null"}, 403),
        ("PUT", "/ui/runs", {}, 405),
        ("GET", "/v1/runs", {}, 200),
        ("GET", "/v1/runs/nothing", {}, 404),
        ("GET", "/v1/nothing", {}, 404),
        ("GET", "/healthz", {}, 200),
        ("GET", "/metrics", {}, 200),
        ("GET", "/mcp", {}, 406),
        ("GET", "/.well-known/oauth-protected-resource/mcp", {}, 200),
    ],
)
def test_every_answer_says_what_browsers_may_do_with_it(
    method: str, path: str, headers: dict[str, str], status: int, signed_in: SignedIn
) -> None:
    visitor, _ = signed_in("everybody")
    answer = visitor.request(method, path, headers=headers)
    assert answer.status_code == status
    assert SAFE - answer.headers.keys() == set()
    policy = answer.headers["content-security-policy"]
    assert ("default-src 'none'" in policy, "unsafe" in policy, "frame-ancestors 'none'" in policy) == (
        True,
        False,
        True,
    )
    if path.startswith("/ui/") and "static" not in path:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_form_that_is_too_large_is_told_on_a_page(visitor: httpx2.Client) -> None:
    form = sign_in(visitor, "operator")
    told = visitor.post(f"/ui/runs/{RUN}/retry", data={"form_token": form, "reason": "x" * 1_000_000})
    assert (told.status_code, "body-too-large" in told.text, "<h1>" in told.text) == (413, True, True)
    broken = visitor.post("/ui/validate", content=b"--x", headers={"Content-Type": "multipart/form-data; boundary=y"})
    assert (broken.status_code, "<h1>" in broken.text) in [(415, True), (403, True)]


def test_a_session_is_nobody_elses_and_a_new_one_ends_the_old(visitor: httpx2.Client) -> None:
    visitor.cookies.set(COOKIE, "chosen-by-somebody-else")
    visitor.get("/ui/sign-in")
    sign_in(visitor, "reader")
    first = [cookie.value for cookie in visitor.cookies.jar][-1]
    assert first != "chosen-by-somebody-else"
    visitor.cookies.clear()
    visitor.cookies.set(COOKIE, first)
    sign_in(visitor, "approver")
    assert visitor.get("/ui/runs", headers={"Cookie": f"{COOKIE}={first}"}).status_code == 303


@pytest.mark.parametrize("ended", ["signed out", "signed in anew"])
def test_a_stream_ends_with_its_session(ended: str, visitor: httpx2.Client, settings: Settings, address: str) -> None:
    form = sign_in(visitor, "reader")
    with httpx2.Client(base_url=address, cookies=visitor.cookies, timeout=20) as watching:
        begun, over = threading.Event(), threading.Event()

        def watch() -> None:
            with watching.stream("GET", "/v1/events") as answer:
                for _ in answer.iter_raw():
                    begun.set()
            over.set()

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        assert begun.wait(20)
        assert not over.wait(1.2)
        if ended == "signed out":
            assert visitor.post("/ui/sign-out", data={"form_token": form}).status_code == 303
        else:
            sign_in(visitor, "reader")
        assert over.wait(10)
        thread.join(10)
