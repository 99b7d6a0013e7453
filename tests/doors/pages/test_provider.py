"""Signing in at an identity provider: who comes back with what is good for their attempt is let in, and no other."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from agent.bootstrap.use_cases.audit.listing import build_list_audit
from agent.doors.access.authorization_code import new_attempt
from agent.doors.pages import attempts
from agent.doors.pages.attempts import Attempts
from agent.doors.pages.sessions import COOKIE
from agent.settings import Settings
from agent.use_cases.audit.listing import ListAuditCommand
from tests.doors.http.conftest import MINIMAL, ORDER
from tests.doors.pages.conftest import generated
from tests.support.generation import settings_in
from tests.support.http_server import serving
from tests.support.issuer import AUDIENCE, Issuer, running_issuer

CLIENT = "infra-engineer-pages"


@pytest.fixture(scope="module")
def provider() -> Iterator[Issuer]:
    with running_issuer() as running:
        yield running


@pytest.fixture
def issuer(provider: Issuer) -> Issuer:
    """The provider, as it is at first."""
    provider.signing_in, provider.configuration = {}, {}
    return provider


@pytest.fixture(scope="module")
def settings(provider: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("provided")
    known = {"oidc_issuer": provider.address, "oidc_audience": AUDIENCE, "oidc_client_id": CLIENT}
    settings = settings_in(folder / "state", workspace=folder, **known)
    assert generated(settings, ORDER, folder / "order") == "generated"
    assert generated(settings, MINIMAL, folder / "ping") == "generated"
    return settings


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    with serving(settings) as client:
        yield str(client.base_url)


@pytest.fixture
def visitor(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=60) as client:
        yield client


def left(visitor: httpx2.Client, back: str = "/ui/runs") -> httpx2.Response:
    """Leave for the provider."""
    return visitor.get("/ui/sign-in/provider", params={"back": back})


def came_back(visitor: httpx2.Client, leaving: httpx2.Response) -> str:
    """Sign in at the provider; return where it sends the browser."""
    return httpx2.get(leaving.headers["location"]).headers["location"]


def test_whoever_signs_in_at_the_provider_sees_their_tenants(
    visitor: httpx2.Client, issuer: Issuer, settings: Settings
) -> None:
    assert "/ui/sign-in/provider?back=%2Fui%2Fruns%3Fstatus%3Dannounced" in visitor.get(
        "/ui/sign-in?back=/ui/runs?status=announced"
    ).text.replace("/ui/runs%3Fstatus%3Dannounced", "%2Fui%2Fruns%3Fstatus%3Dannounced")
    leaving = left(visitor, "/ui/runs?status=announced")
    asked = dict(parse_qsl(urlsplit(leaving.headers["location"]).query))
    assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
    assert asked["redirect_uri"] == f"{str(visitor.base_url).rstrip('/')}/ui/sign-in/done"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    cookie = leaving.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/ui/sign-in", "Max-Age=600"))
    assert asked["state"] not in cookie
    done = visitor.get(came_back(visitor, leaving))
    assert done.status_code == 200
    assert 'content="0; url=/ui/runs?status=announced"' in done.text
    own = next(value for value in done.headers.get_list("set-cookie") if value.startswith(COOKIE))
    assert all(part in own for part in ("HttpOnly", "SameSite=strict"))
    page = visitor.get("/ui/runs").text
    assert "OrderService" in page
    assert "Ping" not in page
    recorded = build_list_audit(settings)(ListAuditCommand(who="ann"))
    assert [(one.action, one.outcome, one.source) for one in recorded] == [("sign_in", "done", "oidc")]


def test_a_code_is_good_once_and_for_its_browser(visitor: httpx2.Client, issuer: Issuer, address: str) -> None:
    leaving = left(visitor)
    place = came_back(visitor, leaving)
    with httpx2.Client(base_url=address) as other:
        stolen = other.get(place)
        assert (stolen.status_code, COOKIE in stolen.headers.get("set-cookie", "")) == (403, False)
        left(other)
        assert other.get(place).status_code == 403
    assert visitor.get(place).status_code == 200
    assert visitor.get(place).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": AUDIENCE},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"azp": "another"},
        {"sub": None},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_this_attempt_lets_nobody_in(
    said: dict[str, object], visitor: httpx2.Client, issuer: Issuer
) -> None:
    issuer.signing_in = said
    refused = visitor.get(came_back(visitor, left(visitor)))
    assert refused.status_code == 403
    assert "eyJ" not in refused.text
    assert visitor.get("/ui/runs").status_code == 303


def test_what_comes_back_wrong_lets_nobody_in(visitor: httpx2.Client, issuer: Issuer) -> None:
    for change in ({"state": "x"}, {"iss": "https://evil.example"}, {"code": "x"}, {"error": "denied", "code": ""}):
        place = came_back(visitor, left(visitor))
        back = dict(parse_qsl(urlsplit(place).query)) | change
        assert visitor.get("/ui/sign-in/done", params=back).status_code == 403
    assert visitor.get("/ui/sign-in/done").status_code == 403
    assert visitor.get("/ui/runs").status_code == 303


def test_a_provider_that_is_away_or_leads_elsewhere_is_told(visitor: httpx2.Client, issuer: Issuer) -> None:
    issuer.configuration = {"authorization_endpoint": "http://evil.example/authorize"}
    told = left(visitor)
    assert (told.status_code, "cannot be asked" in told.text) == (403, True)
    issuer.configuration = {"token_endpoint": "http://evil.example/token"}
    assert visitor.get(came_back(visitor, left(visitor))).status_code == 403


def test_nobody_is_led_elsewhere_after_signing_in(visitor: httpx2.Client, issuer: Issuer) -> None:
    done = visitor.get(came_back(visitor, left(visitor, "https://evil.example/")))
    assert 'content="0; url=/ui/runs"' in done.text


def test_an_attempt_ends_after_ten_minutes() -> None:
    now = [0.0]
    kept = Attempts(lambda: now[0])
    attempt = new_attempt("http://127.0.0.1/done", "/ui/runs")
    name = kept.begin(attempt)
    now[0] = attempts.LONGEST + 1
    assert kept.take(name, attempt.state) is None
