"""Who may do what over HTTP: roles decide on tools, tenants on whose runs there are, and actions are written down."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import yaml
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.shared.exceptions import McpError
from pydantic import AnyUrl

from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.bootstrap.use_cases.tokens.revoking import build_revoke_token
from agent.settings import Settings
from agent.use_cases.audit.listing import ListAuditCommand, list_audit
from agent.use_cases.tokens.creating import CreateTokenCommand
from agent.use_cases.tokens.revoking import RevokeTokenCommand
from foundation.model.access import Role
from memory.memory import Memory
from memory.sqlite.backend import SqliteBackend
from tests.doors.mcp.conftest import environment
from tests.support.generation import EXAMPLES
from tests.support.mcp_http import running_mcp

pytestmark = pytest.mark.xdist_group("mcp-http")

MINIMAL: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
_PATIENCE = timedelta(seconds=100)
_PEOPLE: dict[str, tuple[Role, list[str]]] = {
    "rita": ("reader", ["*"]),
    "otto": ("operator", ["*"]),
    "anna": ("operator", ["acme"]),
}


class Door:
    """A server with people who have tokens."""

    def __init__(self, address: str, tokens: dict[str, str], state: Path) -> None:
        self.address, self.tokens, self.state = address, tokens, state

    def call(self, who: str, name: str, **arguments: Any) -> dict[str, Any]:
        async def calling(session: ClientSession) -> dict[str, Any]:
            result = await session.call_tool(name, arguments, _PATIENCE)
            return result.structuredContent or {}

        return self.visit(who, calling)

    def visit(self, who: str, what: Callable[[ClientSession], Any]) -> Any:
        async def visiting() -> Any:
            headers = {"Authorization": f"Bearer {self.tokens[who]}"}
            async with (
                create_mcp_http_client(headers) as http,
                streamable_http_client(f"{self.address}/", http_client=http) as (reading, writing, _),
                ClientSession(reading, writing) as session,
            ):
                await session.initialize()
                return await what(session)

        return anyio.run(visiting)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("access")
    variables = environment(folder)
    create = build_create_token(Settings(state_dir=folder / "state"))
    tokens = {
        name: create(CreateTokenCommand(name=name, role=role, tenants=tenants)).token
        for name, (role, tenants) in _PEOPLE.items()
    }
    with running_mcp(folder, variables) as address:
        yield Door(address, tokens, folder / "state")


HELLO: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
}


def post(door: Door, who: str, message: dict[str, Any], **more: str) -> httpx2.Response:
    headers = {"Accept": "application/json, text/event-stream", "Authorization": f"Bearer {door.tokens[who]}"}
    return httpx2.post(f"{door.address}/", json=message, headers={**headers, **more}, timeout=100)


def ask(door: Door, who: str, method: str, **headers: str) -> httpx2.Response:
    sent = {"Accept": "application/json, text/event-stream", "Authorization": f"Bearer {door.tokens[who]}"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.request(method, f"{door.address}/", headers={**sent, **named}, timeout=20)


def codes(answer: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in answer["problems"]]


def test_a_reader_looks_and_changes_nothing(door: Door) -> None:
    assert door.call("rita", "plan_generation", bundle=MINIMAL)["status"] == "planned"
    for tool, arguments in {
        "generate_infrastructure": {"bundle": MINIMAL},
        "retry_run": {"run": "run-1", "reason": "because"},
        "rollback_output": {"output": "out/ping", "to": "1.0.0"},
    }.items():
        answer = door.call("rita", tool, **arguments)
        assert (answer["status"], codes(answer)) == ("failed", ["role-missing"])


def test_runs_of_other_tenants_do_not_exist(door: Door) -> None:
    theirs = door.call("otto", "generate_infrastructure", bundle=MINIMAL | {"tenant": "other"}, output="other")
    assert theirs["status"] == "generated"
    run = theirs["run"]
    assert run in [one["run"] for one in door.call("rita", "list_runs")["runs"]]
    assert door.call("anna", "list_runs")["runs"] == []
    assert codes(door.call("anna", "get_run", run=run)) == ["run-unknown"]
    assert codes(door.call("anna", "get_run", run=run, tenant="other")) == ["tenant-not-there"]
    assert door.call("anna", "retry_run", run=run, reason="because")["status"] == "failed"
    assert door.call("anna", "rollback_output", output="other", to=run)["status"] == "failed"

    async def reading(session: ClientSession) -> None:
        for address in (f"infra://runs/{run}", f"infra://runs/{run}/artifacts"):
            with pytest.raises(McpError):
                await session.read_resource(AnyUrl(address))

    door.visit("anna", reading)


def test_whoever_has_some_tenants_writes_and_compares_in_their_folders_alone(door: Door) -> None:
    refused = door.call("anna", "generate_infrastructure", bundle=MINIMAL | {"tenant": "other"}, output="other")
    assert codes(refused) == ["tenant-not-there"]
    own = MINIMAL | {"tenant": "acme"}
    made = door.call("anna", "generate_infrastructure", bundle=own, output="mine")
    assert (made["status"], made["receipt"]["location"]) == ("generated", "acme/mine")
    assert door.call("anna", "compare_outputs", bundle=own, folder="mine")["status"] == "same"
    assert codes(door.call("anna", "compare_outputs", bundle=MINIMAL | {"tenant": "other"}, folder="other")) == [
        "tenant-not-there"
    ]
    again = door.call("anna", "retry_run", run=made["run"], reason="once more", output="mine")
    assert (again["status"], again["receipt"]["location"]) == ("generated", "acme/mine")
    back = door.call("anna", "rollback_output", output="mine", to=made["run"], tenant="acme")
    assert (back["status"], back["receipt"]["location"]) == ("published", "acme/mine")


def test_what_cannot_be_read_is_kept_with_whoever_sent_it(door: Door) -> None:
    before = door.call("anna", "list_runs")["runs"]
    for wrong in ({"component": {"name": "unread"}}, {"tenant": "other", "component": {"name": "unread"}}):
        assert door.call("anna", "generate_infrastructure", bundle=wrong)["status"] == "failed"
    kept = door.call("anna", "list_runs")["runs"]
    assert {one["tenant"] for one in kept} == {"acme"}
    assert len(kept) > len(before)
    assert "no tenant" not in (door.state.parent / "http.log").read_text()


def test_a_stream_ends_with_the_token_that_opened_it(door: Door) -> None:
    settings = Settings(state_dir=door.state)
    asked = CreateTokenCommand(name="gina", role="reader", tenants=["acme"])
    door.tokens["gina"] = build_create_token(settings)(asked).token
    session = post(door, "gina", HELLO).headers["mcp-session-id"]
    headers = {"Authorization": f"Bearer {door.tokens['gina']}", "Mcp-Session-Id": session}
    stream = {"Accept": "text/event-stream", **headers}
    with httpx2.stream("GET", f"{door.address}/", headers=stream, timeout=20) as watched:
        assert watched.status_code == 200
        build_revoke_token(settings)(RevokeTokenCommand(token="gina"))  # noqa: S106 - its name
        assert "event:" not in watched.read().decode(), "it ends, and as it should"
    assert post(door, "gina", HELLO).status_code == 401


def test_a_session_belongs_to_whoever_opened_it(door: Door) -> None:
    session = {"mcp-session-id": post(door, "otto", HELLO).headers["mcp-session-id"]}
    ping = {"jsonrpc": "2.0", "id": 2, "method": "ping"}
    assert post(door, "otto", ping, **session).status_code == 200
    for forged in (session["mcp-session-id"][::-1], "../../x", "0" * 32, "x" * 9_000):
        assert post(door, "otto", ping, **{"mcp-session-id": forged}).status_code == 404
    assert post(door, "anna", ping, **session).status_code == 404
    for method in ("GET", "DELETE"):
        assert ask(door, "anna", method, **session).status_code == 404
        assert ask(door, "anna", method, **session, last_event_id="0" * 32).status_code == 404
    assert post(door, "otto", ping, **session).status_code == 200, "nobody else has ended it"
    assert ask(door, "otto", "DELETE", **session).status_code == 200
    assert post(door, "otto", ping, **session).status_code == 404


def test_a_message_is_sent_as_one(door: Door) -> None:
    session = {"mcp-session-id": post(door, "otto", HELLO).headers["mcp-session-id"]}
    ping = {"jsonrpc": "2.0", "id": 2, "method": "ping"}
    for headers, status in (
        ({"Accept": "text/html"}, 406),
        ({"Accept": "application/json"}, 406),
        ({"Content-Type": "text/plain"}, 400),
        ({"mcp-protocol-version": "1900-01-01"}, 400),
    ):
        assert post(door, "otto", ping, **session, **headers).status_code == status
    sent = {"Accept": "application/json, text/event-stream", "Authorization": f"Bearer {door.tokens['otto']}"}
    for content in (b"{", b"[]", b"\xff", b"null", b'{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping"}', DEEP):
        answer = httpx2.post(
            f"{door.address}/", content=content, headers={**sent, **session, "Content-Type": "application/json"}
        )
        assert (answer.status_code, "Traceback" in answer.text) == (400, False)
    assert post(door, "otto", ping, **session).status_code == 200


def test_the_stream_of_another_session_is_not_told_again(door: Door) -> None:
    session = {"mcp-session-id": post(door, "otto", HELLO).headers["mcp-session-id"]}
    call = {"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": "list_runs", "arguments": {}}}
    told = post(door, "otto", call, **session).text
    number = next(line[4:] for line in told.splitlines() if line.startswith("id: "))
    own = {"mcp-session-id": post(door, "anna", HELLO).headers["mcp-session-id"]}
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {door.tokens['anna']}", "Last-Event-ID": number}
    with (
        suppress(httpx2.ReadTimeout),
        httpx2.stream("GET", f"{door.address}/", headers={**headers, **own}, timeout=1) as answer,
    ):
        assert "list_runs" not in answer.read().decode()
        assert '"runs"' not in answer.read().decode()


def test_a_client_that_cannot_show_forms_is_not_asked_by_one(door: Door) -> None:
    params = {**HELLO["params"], "capabilities": {"elicitation": {"url": {}}}}
    session = {"mcp-session-id": post(door, "otto", {**HELLO, "params": params}).headers["mcp-session-id"]}
    bundle = {name: value for name, value in MINIMAL.items() if name != "trace_id"}
    asked = {"name": "generate_infrastructure", "arguments": {"bundle": bundle, "dry_run": True}}
    told = post(door, "otto", {"jsonrpc": "2.0", "id": 6, "method": "tools/call", "params": asked}, **session)
    assert "elicitation/create" not in told.text
    assert "trace-missing" in told.text


DEEP = b'{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping", "params": ' + b"[" * 300 + b"]" * 300 + b"}"


def test_actions_are_written_down_with_who_and_why(door: Door) -> None:
    door.call("otto", "generate_infrastructure", bundle=MINIMAL, output="written")
    door.call("rita", "retry_run", run="run-1", reason="I want it")
    door.call("rita", "list_runs")
    memory = Memory(SqliteBackend(door.state / "memory.sqlite"))
    records = list_audit(ListAuditCommand(), memory=memory)
    told = [(one.door, one.who, one.action, one.outcome, one.code, one.reason) for one in records]
    assert ("mcp", "otto", "generate_infrastructure", "done", "", "") in told
    assert ("mcp", "rita", "retry_run", "refused", "role-missing", "I want it") in told
    assert not [one for one in told if one[2] == "list_runs" or one[2].startswith("POST")]


def test_nothing_of_what_clients_sent_or_went_away_from_is_in_the_log(door: Door) -> None:
    door.call("rita", "plan_generation", bundle={"component": {"name": "s3cret-value"}})
    session = {"mcp-session-id": post(door, "rita", HELLO).headers["mcp-session-id"]}
    for params in ({"name": ["s3cret-value"]}, {"name": "s3cret-value"}):
        post(door, "rita", {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}, **session)
    assert post(door, "rita", {"s3cret-value": 1}, **session).status_code == 400
    assert (door.state.parent / "http.log").read_text() == ""


def test_without_a_token_nobody_is_let_in_and_the_answer_says_how(door: Door) -> None:
    said = httpx2.post(f"{door.address}/", json={})
    assert said.status_code == 401
    assert "resource_metadata=" in said.headers["www-authenticate"]
