"""The middleware on a real server: who gets in, who does not, what they are told, and what is written down."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.bootstrap.use_cases.tokens.revoking import build_revoke_token
from agent.doors.access.building import build_access, require_safe_address
from agent.doors.access.middleware import AccessMiddleware
from agent.settings import Settings, load_settings
from agent.use_cases.audit.listing import ListAuditCommand, list_audit
from agent.use_cases.tokens.creating import CreateTokenCommand
from agent.use_cases.tokens.revoking import RevokeTokenCommand
from foundation.model.access import ForbiddenError, Principal, Role, require
from foundation.model.errors import InputError
from memory.memory import Memory
from memory.records.audit import AuditRecord
from memory.sqlite.backend import SqliteBackend
from tests.support.issuer import AUDIENCE, Issuer, running_issuer
from tests.support.serving import served

#: A moment that the machine's clock will not reach.
LATER = 4_000_000_000


def application() -> FastAPI:
    """What is protected: it tells who asks, and streams."""
    app = FastAPI()

    @app.api_route("/who", methods=["GET", "POST"])
    async def who(request: Request) -> dict[str, Any]:
        principal: Principal = request.state.principal
        return principal.model_dump(mode="json")

    @app.post("/runs/{run}/retry")
    async def retry(request: Request, run: str, tenant: str) -> str:
        action = request.state.action
        action.name, action.target, action.tenant, action.reason = (
            "retry",
            run,
            tenant,
            request.headers.get("x-why", ""),
        )
        try:
            require(request.state.principal, "operator", tenant)
        except ForbiddenError as error:
            action.code = error.problems[0].code
        return run

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        async def pieces() -> AsyncIterator[bytes]:
            for number in range(3):
                yield f"data: {number}\n\n".encode()

        return StreamingResponse(pieces(), media_type="text/event-stream")

    @app.get("/healthz")
    async def healthz(request: Request) -> bool:
        return request.state.principal is None

    @app.post("/broken")
    async def broken() -> None:
        raise RuntimeError("a defect")

    return app


@contextmanager
def server(settings: Settings) -> Iterator[httpx2.Client]:
    with (
        served(AccessMiddleware(application(), build_access(settings))) as address,
        httpx2.Client(base_url=address) as client,
    ):
        yield client


@pytest.fixture
def settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return load_settings()


def token(settings: Settings, role: Role = "operator", *tenants: str) -> dict[str, str]:
    asked = CreateTokenCommand(name="Ann", role=role, tenants=list(tenants or ("acme",)))
    return bearer(build_create_token(settings)(asked).token)


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


def audit(settings: Settings) -> list[AuditRecord]:
    memory = Memory(SqliteBackend(settings.state_dir / "memory.sqlite"))
    return list_audit(ListAuditCommand(), memory=memory)


def test_without_tokens_this_machine_is_answered_and_is_the_local_user(settings: Settings) -> None:
    with server(settings) as client:
        told = client.get("/who").json()
        assert told == {"name": "local", "roles": ["approver"], "tenants": ["*"], "source": "local"}
        refused = client.get("/who", headers=bearer("iea_000000000000_x"))
        assert (refused.status_code, refused.json()["code"]) == (401, "token-unknown")
        issued = token(settings)
        assert client.get("/who").status_code == 401, "from the first token on, everybody needs one"
        assert client.get("/who", headers=issued).json()["name"] == "Ann"
        (settings.state_dir / "tokens.json").unlink()
        assert client.get("/who").status_code == 401, "a file that is lost opens no door"


def test_whoever_is_not_known_is_not_told_where_the_tokens_are(settings: Settings) -> None:
    issued = token(settings)
    with server(settings) as client:
        (settings.state_dir / "tokens.json").write_text("none")
        refused = client.get("/who", headers=issued)
        assert (refused.status_code, refused.json()["code"]) == (503, "token-file-wrong")
        assert str(settings.state_dir) not in refused.text


def test_a_token_lets_in_until_it_is_revoked(settings: Settings) -> None:
    issued = token(settings, "reader", "a", "b")
    with server(settings) as client:
        told = client.get("/who", headers=issued).json()
        told["tenants"].sort()
        assert told == {"name": "Ann", "roles": ["reader"], "tenants": ["a", "b"], "source": "token"}
        name = "Ann"
        build_revoke_token(settings)(RevokeTokenCommand(token=name))
        assert client.get("/who", headers=issued).status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [("authorization", "")],
        [("authorization", "Bearer")],
        [("authorization", "Basic YTpi")],
        [("authorization", "TOKEN")],
        [("authorization", "Bearer TOKEN"), ("authorization", "Bearer TOKEN")],
        [("x-authorization", "Bearer TOKEN")],
        [("cookie", "authorization=Bearer TOKEN")],
    ],
)
def test_who_sends_no_token_is_told_how_to_sign_in(sent: list[tuple[str, str]], settings: Settings) -> None:
    good = token(settings)["authorization"].removeprefix("Bearer ")
    with server(settings) as client:
        headers = [(name, value.replace("TOKEN", good)) for name, value in sent]
        answer = client.get("/who", headers=headers, params={"access_token": good})
        metadata = f"{client.base_url}/.well-known/oauth-protected-resource".replace("//.", "/.")
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == f'Bearer resource_metadata="{metadata}"'
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json() == {
            "type": "urn:infra-engineer:code:not-signed-in",
            "title": "Nobody knows who asks.",
            "status": 401,
            "detail": "this takes a token, and none was sent",
            "code": "not-signed-in",
            "remedy": "Send the header Authorization: Bearer TOKEN.",
            "problems": [
                {
                    "code": "not-signed-in",
                    "message": "this takes a token, and none was sent",
                    "remedy": "Send the header Authorization: Bearer TOKEN.",
                }
            ],
        }


def test_a_wrong_token_is_not_said_again(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    good = token(settings)["authorization"]
    with server(settings) as client:
        for wrong in (good + "x", good[:-1], "Bearer a.b.c", "Bearer \xff\xfe"):
            answer = client.get("/mcp", headers={"authorization": wrong.encode("latin-1")})
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token", resource_metadata="')
            assert answer.headers["www-authenticate"].endswith('/.well-known/oauth-protected-resource/mcp"')
            assert wrong.removeprefix("Bearer ") not in answer.text + str(answer.headers)
    said = "".join(capfd.readouterr())
    assert good.removeprefix("Bearer ")[:-1] not in said


def test_streams_are_passed_on_as_they_come(settings: Settings) -> None:
    issued = token(settings)
    with server(settings) as client, client.stream("GET", "/stream", headers=issued) as answer:
        assert "".join(answer.iter_text()) == "data: 0\n\ndata: 1\n\ndata: 2\n\n"


def test_whoever_looks_after_the_process_needs_no_token(settings: Settings) -> None:
    token(settings)
    with server(settings) as client:
        assert client.get("/healthz").json() is True
        assert client.get("/healthz", headers=bearer("wrong")).json() is True
        assert client.get("/healthz/../who").status_code == 401
        assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 403


def test_foreign_hosts_and_pages_are_refused_whatever_they_ask(settings: Settings) -> None:
    issued = token(settings)
    with server(settings) as client:
        for headers, code in (({"host": "evil.example"}, "host-foreign"), ({"origin": "null"}, "origin-foreign")):
            for path in ("/who", "/nothing", "/.well-known/oauth-protected-resource"):
                answer = client.get(path, headers={**issued, **headers})
                assert (answer.status_code, answer.json()["code"]) == (403, code)


def test_what_is_protected_says_where_to_sign_in(settings: Settings) -> None:
    token(settings)
    with server(settings) as client:
        base = str(client.base_url).rstrip("/")
        told = client.get("/.well-known/oauth-protected-resource/mcp").json()
        assert told == {
            "resource": f"{base}/mcp",
            "bearer_methods_supported": ["header"],
            "resource_name": "infrastructure-engineer-agent",
        }
    public = load_settings(
        oidc_issuer="https://login.example.com/x", oidc_audience="a", public_url="https://infra.example.com/"
    )
    with server(public) as client:
        told = client.get("/.well-known/oauth-protected-resource", headers={"host": "infra.example.com"}).json()
        assert told["resource"] == "https://infra.example.com"
        assert told["authorization_servers"] == ["https://login.example.com/x"]
        answer = client.get("/mcp", headers={"origin": "https://infra.example.com"})
        metadata = "https://infra.example.com/.well-known/oauth-protected-resource/mcp"
        assert answer.headers["www-authenticate"] == f'Bearer resource_metadata="{metadata}"'


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with running_issuer() as running:
        yield running


def test_tokens_of_an_identity_provider_and_of_the_file_are_taken_side_by_side(
    issuer: Issuer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(oidc_issuer=issuer.address, oidc_audience=AUDIENCE, oidc_tenants="acme=g-1")
    by_hand = token(settings)
    current = {"exp": LATER, "tenants": ["g-1", "other"]}
    with server(settings) as client:
        assert client.get("/who").status_code == 401
        told = client.get("/who", headers=bearer(issuer.token(**current))).json()
        assert told == {"name": "ann", "roles": ["operator"], "tenants": ["acme"], "source": "oidc"}
        assert client.get("/who", headers=by_hand).json()["source"] == "token"
        assert client.get("/who", headers=bearer(issuer.token())).json()["code"] == "token-expired"
        foreign = client.get("/who", headers=bearer(issuer.token(**current, aud="other")))
        assert (foreign.status_code, foreign.json()["code"]) == (401, "token-foreign")


def test_while_the_provider_is_down_it_is_the_server_that_cannot(issuer: Issuer, folder: Path) -> None:
    issuer.status = 500
    with server(load_settings(oidc_issuer=issuer.address, oidc_audience=AUDIENCE)) as client:
        answer = client.get("/who", headers=bearer(issuer.token(exp=LATER)))
        assert (answer.status_code, answer.json()["code"]) == (503, "signing-keys-unavailable")
        assert "www-authenticate" not in answer.headers


def test_a_broken_token_file_lets_nobody_in(settings: Settings) -> None:
    issued = token(settings)
    with server(settings) as client:
        (settings.state_dir / "tokens.json").write_text("{}")
        for headers in ({}, issued):
            assert client.get("/who", headers=headers).status_code in (401, 503)


def test_what_changes_something_is_written_down(settings: Settings) -> None:
    issued, reading = token(settings), token(settings, "reader")
    with server(settings) as client:
        client.get("/who", headers=issued)
        client.post("/who", headers=issued)
        client.post("/who")
        client.post("/runs/run-1/retry", params={"tenant": "acme"}, headers={**issued, "x-why": "a wrong port"})
        client.post("/runs/run-2/retry", params={"tenant": "acme"}, headers=reading)
        client.post("/nothing", headers=issued)
        client.post("/broken", headers=issued)
    told = [(one.who, one.action, one.target, one.outcome, one.code, one.reason) for one in reversed(audit(settings))]
    assert sorted(told) == sorted(
        [
            ("Ann", "POST /who", "", "done", "", ""),
            ("Ann", "retry", "run-1", "done", "", "a wrong port"),
            ("Ann", "retry", "run-2", "refused", "role-missing", ""),
            ("Ann", "POST /nothing", "", "refused", "http-404", ""),
            ("Ann", "POST /broken", "", "failed", "http-500", ""),
        ]
    )
    assert {(one.tenant, one.door, one.source) for one in audit(settings)} == {("acme", "http", "token")}


def test_nobody_writes_into_the_audit_of_another_tenant(settings: Settings) -> None:
    issued = token(settings, "operator", "acme")
    secret = "ghp_" + "Ab1" * 12
    with server(settings) as client:
        client.post("/runs/x/retry", params={"tenant": "other"}, headers={**issued, "x-why": f"it was {secret}"})
    (record,) = audit(settings)
    assert (record.tenant, record.reason, record.outcome) == ("acme", "(a secret)", "failed")
    assert secret not in json.dumps(record.model_dump())


def test_what_cannot_be_written_down_is_logged_and_the_answer_given(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    issued = token(settings)
    (settings.state_dir / "memory.sqlite").write_bytes(b"no database" * 100)
    with server(settings) as client:
        assert client.post("/who", headers=issued).status_code == 200
    assert "an action could not be written down" in capfd.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "infra.example.com", "10.0.0.1"])  # noqa: S104 - what is refused
def test_a_server_that_others_reach_needs_tokens(host: str, settings: Settings) -> None:
    with pytest.raises(InputError) as caught:
        require_safe_address(host, build_access(settings))
    assert caught.value.problems[0].code == "open-to-others"
    for local in ("127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"):
        require_safe_address(local, build_access(settings))
    token(settings)
    require_safe_address(host, build_access(settings))


@pytest.mark.parametrize("name", ["oidc_issuer", "oidc_keys"])
def test_keys_come_over_tls_or_from_this_machine(name: str, settings: Settings) -> None:
    given: dict[str, Any] = {"oidc_audience": "a", "oidc_issuer": "https://login.example.com"}
    with pytest.raises(InputError) as caught:
        load_settings(**{**given, name: "http://login.example.com/keys"})
    assert caught.value.problems[0].path == f"INFRA_ENGINEER_{name.upper()}"
    assert load_settings(**{**given, name: "http://127.0.0.1:9/keys"})
