"""Signing in: a token becomes a cookie, and opens what it opens and no more."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.bootstrap.use_cases.tokens.revoking import build_revoke_token
from agent.doors.pages.sessions import COOKIE
from agent.settings import Settings
from agent.use_cases.tokens.creating import CreateTokenCommand
from agent.use_cases.tokens.revoking import RevokeTokenCommand
from foundation.model.access import Role
from tests.doors.http.conftest import MINIMAL, ORDER
from tests.doors.pages.conftest import generated
from tests.support.generation import settings_in
from tests.support.http_server import serving


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("guarded")
    settings = settings_in(folder / "state", workspace=folder)
    assert generated(settings, ORDER, folder / "order") == "generated"
    assert generated(settings, MINIMAL, folder / "ping") == "generated"
    return settings


@pytest.fixture(scope="module")
def tokens(settings: Settings) -> dict[str, str]:
    def token(name: str, role: Role, tenants: list[str]) -> str:
        return build_create_token(settings)(CreateTokenCommand(name=name, role=role, tenants=tenants)).token

    return {
        "operator": token("ann", "operator", ["acme"]),
        "reader": token("bob", "reader", ["acme"]),
        "elsewhere": token("eve", "operator", ["shared"]),
    }


@pytest.fixture(scope="module")
def address(settings: Settings, tokens: dict[str, str]) -> Iterator[str]:
    with serving(settings) as client:
        yield str(client.base_url)


@pytest.fixture
def visitor(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=60) as client:
        yield client


def sign_in(visitor: httpx2.Client, token: str, back: str = "/ui/runs") -> httpx2.Response:
    return visitor.post("/ui/sign-in", data={"token": token, "back": back})


def run_id(visitor: httpx2.Client) -> str:
    return str(visitor.get("/v1/runs").json()["runs"][0]["run_id"])


def test_whoever_has_not_signed_in_is_led_to_the_form(visitor: httpx2.Client) -> None:
    answer = visitor.get("/ui/runs?component=x")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/ui/sign-in?back=%2Fui%2Fruns%3Fcomponent%3Dx"
    assert visitor.get(answer.headers["location"]).status_code == 200


def test_a_token_opens_its_tenant_alone(visitor: httpx2.Client, tokens: dict[str, str]) -> None:
    answer = sign_in(visitor, tokens["reader"])
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in (COOKIE, "HttpOnly", "SameSite=strict"))
    assert tokens["reader"] not in cookie
    page = visitor.get("/ui/runs").text
    assert "OrderService" in page
    assert "Ping" not in page


def test_another_tenants_run_is_not_there(visitor: httpx2.Client, tokens: dict[str, str]) -> None:
    sign_in(visitor, tokens["operator"])
    mine = run_id(visitor)
    visitor.cookies.clear()
    sign_in(visitor, tokens["elsewhere"])
    for path in ("", "/changes", "/file?path=report.json"):
        answer = visitor.get(f"/ui/runs/{mine}{path}")
        assert answer.status_code == 404
        assert "OrderService" not in answer.text
    assert "OrderService" not in visitor.get("/ui/trace?id=trace-ord-8128").text
    assert "OrderService" not in visitor.get("/ui/components").text


def test_a_wrong_token_is_told_and_opens_nothing(visitor: httpx2.Client) -> None:
    answer = sign_in(visitor, "not-a-token")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/ui/\\evil", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(back: str, visitor: httpx2.Client, tokens: dict[str, str]) -> None:
    assert sign_in(visitor, tokens["reader"], back).headers["location"] == "/ui/runs"


def test_a_reader_may_not_try_again(visitor: httpx2.Client, tokens: dict[str, str]) -> None:
    sign_in(visitor, tokens["reader"])
    form = visitor.get("/ui/validate").text.partition('name="form_token" value="')[2].partition('"')[0]
    answer = visitor.post(f"/ui/runs/{run_id(visitor)}/retry", data={"reason": "x", "form_token": form})
    assert answer.status_code == 403


def test_a_form_of_another_page_is_refused(visitor: httpx2.Client, tokens: dict[str, str]) -> None:
    sign_in(visitor, tokens["operator"])
    for form in ({}, {"form_token": "x"}):
        answer = visitor.post(f"/ui/runs/{run_id(visitor)}/retry", data={"reason": "x", **form})
        assert answer.status_code == 403
        assert "form-foreign" in answer.text
    foreign = visitor.post("/ui/sign-out", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


def test_a_session_ends_with_signing_out(visitor: httpx2.Client, tokens: dict[str, str]) -> None:
    sign_in(visitor, tokens["reader"])
    kept = visitor.cookies[COOKIE]
    form = visitor.get("/ui/validate").text.partition('name="form_token" value="')[2].partition('"')[0]
    assert visitor.post("/ui/sign-out", data={"form_token": form}).status_code == 303
    assert visitor.get("/ui/runs", headers={"Cookie": f"{COOKIE}={kept}"}).status_code == 303


def test_a_session_ends_when_its_token_is_revoked(visitor: httpx2.Client, settings: Settings) -> None:
    made = build_create_token(settings)(CreateTokenCommand(name="zoe", role="reader", tenants=["acme"]))
    sign_in(visitor, made.token)
    assert visitor.get("/ui/runs").status_code == 200
    owner = "zoe"
    build_revoke_token(settings)(RevokeTokenCommand(token=owner))
    assert visitor.get("/ui/runs").status_code == 303


def test_pages_forbid_what_they_do_not_need(visitor: httpx2.Client, tokens: dict[str, str], tmp_path: Path) -> None:
    sign_in(visitor, tokens["reader"])
    headers = visitor.get("/ui/runs").headers
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
