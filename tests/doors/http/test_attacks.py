"""Attacks on how requests are read: framing, headers, paths, parameters, places in lists, and what is another's."""

import base64
import json
import socket
import time
from typing import Any

import httpx2
import pytest

from tests.doors.http.conftest import MINIMAL, ORDER, Guarded, raw, refused

pytestmark = pytest.mark.xdist_group("http")
YAML = {"Content-Type": "application/yaml"}
CLOSE = b"Host: localhost\r\nConnection: close\r\n"
FORM = b"Content-Type: application/yaml\r\n"


def told(answer: bytes) -> tuple[int, str]:
    """Return status and code of an answer as it came."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["problems"][0]["code"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"GET / HTTP/9.9\r\n\r\n", 403, "host-foreign"),
        (b"GET /v1/runs HTTP/1.0\r\n\r\n", 403, "host-foreign"),
        (b"PRI * HTTP/2.0\r\n\r\n", 403, "host-foreign"),
        (b"GET http://evil.example/v1/runs HTTP/1.1\r\n" + CLOSE + b"\r\n", 404, "resource-unknown"),
        (b"OPTIONS * HTTP/1.1\r\n" + CLOSE + b"\r\n", 404, "resource-unknown"),
        (b"CONNECT evil.example:443 HTTP/1.1\r\n" + CLOSE + b"\r\n", 404, "resource-unknown"),
        (b"TRACE /v1/runs HTTP/1.1\r\n" + CLOSE + b"\r\n", 405, "method-unknown"),
        (b"A" * 5_000 + b" /v1/runs HTTP/1.1\r\n" + CLOSE + b"\r\n", 405, "method-unknown"),
        (b"GET /v1/plans HTTP/1.1\r\nX-HTTP-Method-Override: POST\r\n" + CLOSE + b"\r\n", 405, "method-unknown"),
        (b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\n\r\n", 403, "host-foreign"),
        (b"GET /healthz HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 403, "host-foreign"),
        (
            b"POST /v1/plans HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n" + CLOSE + b"\r\nabc",
            415,
            "body-unknown",
        ),
        (
            b"POST /v1/plans HTTP/1.1\r\nContent-Length: " + b"9" * 19 + b"\r\n" + FORM + CLOSE + b"\r\n",
            413,
            "body-too-large",
        ),
        (b"POST /v1/plans HTTP/1.1\r\nContent-Length: 30\r\n" + FORM + CLOSE + b"\r\nabc", 408, "body-too-slow"),
        (
            b"POST /v1/plans HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + FORM + CLOSE + b"\r\n" + b"F" * 40 + b"\r\n",
            400,
            "request-unreadable",
        ),
        (
            b"POST /v1/plans HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
            + FORM
            + CLOSE
            + b"\r\n3\r\nabcXX\r\n0\r\n\r\n",
            400,
            "request-unreadable",
        ),
        (
            b"POST /v1/plans HTTP/1.1\r\nContent-Type: text/html\r\nContent-Length: 3\r\n" + FORM + CLOSE + b"\r\nabc",
            415,
            "body-unknown",
        ),
        (
            b"POST /v1/plans HTTP/1.1\r\nContent-Encoding: identity\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n"
            + FORM
            + CLOSE
            + b"\r\nabc",
            415,
            "body-unknown",
        ),
        (
            b"GET /v1/events HTTP/1.1\r\nLast-Event-ID: a\r\nLast-Event-ID: b\r\n" + CLOSE + b"\r\n",
            400,
            "parameter-wrong",
        ),
        (
            b"POST /v1/generations HTTP/1.1\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 3\r\n"
            + FORM
            + CLOSE
            + b"\r\nabc",
            400,
            "parameter-wrong",
        ),
    ],
    ids=range(20),
)
def test_what_is_framed_or_named_oddly(hostile: httpx2.Client, sent: bytes, status: int, code: str) -> None:
    assert told(raw(hostile, sent)) == (status, code)
    assert hostile.get("/healthz").status_code == 200


def test_nothing_but_http_is_spoken(hostile: httpx2.Client, capfd: pytest.CaptureFixture[str]) -> None:
    for protocol in ("websocket", "h2c"):
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": protocol,
            "Sec-WebSocket-Key": "x",
            "Sec-WebSocket-Version": "13",
        }
        answer = hostile.get("/v1/runs", headers=upgrade)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
        assert hostile.get("/v1/runs", headers={**upgrade, "Host": "evil.example"}).status_code == 403
    assert capfd.readouterr().err == ""


def test_what_comes_into_an_answer_that_has_begun_ends_it(
    hostile: httpx2.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection((hostile.base_url.host, hostile.base_url.port or 80), timeout=20) as connection:
        connection.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"no chunk\r\n\r\n")
        while received := connection.recv(65_536):
            assert b"HTTP/1.1" not in received
    assert "Traceback" not in capfd.readouterr().err


PATHS = [
    "/v1/runs/%2e%2e",
    "/v1/runs/..%2f..%2fetc%2fpasswd",
    "/v1//runs",
    "/v1/runs\\..\\x",
    "/v1/runs/%00",
    "/v1/runs/%ff",
    "/v1/runs/%e2%80%ae",
    "/v1/runs/%0d%0aX-Evil:%20y",
    "/v1/runs/%",
    "/v1/runs;x=1",
    "/v1/codes/%2e%2e",
    "/v1/schemas/../bundle",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/V1/RUNS",
    "//evil.example/v1/runs",
    "/v1/runs/x/artifacts/%2e%2e%2f%2e%2e",
    "/.env",
    "/metrics/x",
    "/openapi.json/",
    "/mcp/../v1/runs",
]


@pytest.mark.parametrize("path", PATHS)
def test_paths_lead_nowhere_else(hostile: httpx2.Client, path: str) -> None:
    answer = raw(hostile, f"GET {path} HTTP/1.1\r\n".encode() + CLOSE + b"\r\n")
    status, code = told(answer)
    assert (status, code) in {
        (404, "resource-unknown"),
        (404, "run-unknown"),
        (404, "code-unknown"),
        (400, "parameter-wrong"),
    }
    assert b"x-evil" not in answer.partition(b"\r\n\r\n")[0].lower().replace(b"x-evil:%20", b"")


@pytest.mark.parametrize(
    "query",
    [
        "limit=1&limit=99",
        "tenant=acme&tenant=other",
        "status=saved&status=",
        "limit=99999999999999999999999999",
        "limit=" + "9" * 5_000,
        "limit=1e3",
        "limit=0x10",
        "limit=1.5",
        "limit=NaN",
        "limit=-1",
        "limit=%EF%BC%91",
        "limit=",
        "limit",
        "component=" + "x" * 300,
        "tenant=..",
        "tenant=%00",
        "trace[]=1",
        "%00=1",
        "a" * 5_000 + "=1",
        "&&&=&=",
    ],
)
def test_parameters_are_what_they_have_to_be_and_come_once(hostile: httpx2.Client, query: str) -> None:
    answer = hostile.get(f"/v1/runs?{query}")
    refused(answer, 400, "parameter-wrong")
    assert len(answer.content) < 5_000


def test_what_may_come_several_times_does(hostile: httpx2.Client) -> None:
    twice = "/v1/plans?env=dev&env=dev&component=a&component=b"
    answer = hostile.post(twice, content=MINIMAL.read_bytes(), headers=YAML)
    assert [problem["path"] for problem in answer.json()["problems"]] == ["component"]


def place(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_500,
        '["\\ud800", "\\ud800"]',
        "[NaN, Infinity]",
        "[" + "9" * 1_400 + "]",
        '{"recorded_at": 1}',
        '"abcd"',
        "null",
        "[[], {}, null, true]",
        '["2026", "acme", "x", "9e999"]',
        "\0",
    ],
)
def test_a_place_in_a_list_is_one_that_was_given(hostile: httpx2.Client, text: str) -> None:
    refused(hostile.get("/v1/runs", params={"cursor": place(text)}), 400, "cursor-unknown")
    refused(hostile.get("/v1/events", headers={"Last-Event-ID": place(text)}), 400, "cursor-unknown")


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"",,,W/,"'},
        {"If-None-Match": '"x"' * 2_000},
        {"If-Match": '"x"', "If-Modified-Since": "never", "If-Range": "x"},
        {"Range": "bytes=0-0,0-0,-1,5-1"},
        {"Range": "bytes=" + ",".join(["0-"] * 1_000)},
    ],
)
def test_conditions_that_are_none_change_nothing(hostile: httpx2.Client, headers: dict[str, str]) -> None:
    plain = hostile.get("/v1/schemas/bundle")
    answer = hostile.get("/v1/schemas/bundle", headers=headers)
    assert (answer.status_code, answer.content) == (200, plain.content)


def test_what_is_anothers_cannot_be_told_from_what_never_was(guarded: Guarded) -> None:
    client, tokens = guarded
    made = client.post("/v1/generations", content=ORDER.read_bytes(), headers={**YAML, **tokens["ann"]})
    run = made.json()["results"][0]["run_id"]
    for kind in ("artifacts.tgz", "handover.zip", "handover.patch", "artifacts/charts", "report?format=sarif"):
        assert told_to(client, f"/v1/runs/{run}/{kind}", tokens["bob"], run) == told_to(
            client, f"/v1/runs/{NEVER}/{kind}", tokens["bob"], NEVER
        )
    for path in ("/v1/approvals", "/v1/events", "/v1/runs"):
        refused(client.get(f"{path}?tenant=acme", headers=tokens["bob"]), 404, "tenant-not-there")
        assert told_to(client, f"{path}?tenant=acme", tokens["bob"], "acme") == told_to(
            client, f"{path}?tenant=never", tokens["bob"], "never"
        )
    for tenants in (["2099-01-01T00:00:00Z", "acme", run], ["2099-01-01T00:00:00Z", "../acme", run]):
        listed = client.get("/v1/runs", params={"cursor": place(json.dumps(tenants))}, headers=tokens["bob"])
        assert listed.json() == {"runs": [], "next_cursor": None}
    assert client.get("/v1/approvals?every=true", headers=tokens["bob"]).json() == {"approvals": []}
    refused(
        client.post(f"/v1/approvals/{run}?verdict=approved&reason=mine", headers=tokens["bob"]), 403, "role-missing"
    )


def test_a_stream_has_nothing_of_another_tenant_after_whatever_place(guarded: Guarded) -> None:
    client, tokens = guarded
    last = {"Last-Event-ID": place(json.dumps(["2000-01-01T00:00:00Z", "acme", "x", 0]))}
    with client.stream("GET", "/v1/events", headers={**tokens["bob"], **last}) as answer:
        assert answer.status_code == 200
        connection, began = answer.iter_lines(), time.monotonic()
        first = next(connection)
        client.post("/v1/generations?force=true", content=ORDER.read_bytes(), headers={**YAML, **tokens["ann"]})
        mine = MINIMAL.read_bytes() + b"tenant: other\n"
        client.post("/v1/generations", content=mine, headers={**YAML, **tokens["bob"]})
        event = next(line for line in connection if line.startswith("data: "))
        assert time.monotonic() - began < 60
    assert first == ": watching"
    assert "OrderService" not in event
    assert json.loads(event[6:])["subject"] == "Ping"


def test_a_key_belongs_to_one_request_of_one_caller(guarded: Guarded) -> None:
    client, tokens = guarded
    headers = {**YAML, **tokens["ann"], "Idempotency-Key": "mine"}
    first = client.post("/v1/generations?tenant=acme&dry_run=true", content=MINIMAL.read_bytes(), headers=headers)
    other = client.post("/v1/generations?tenant=acme&dry_run=true", content=ORDER.read_bytes(), headers=headers)
    again = client.post("/v1/generations?tenant=acme&dry_run=true", content=MINIMAL.read_bytes(), headers=headers)
    refused(other, 422, "idempotency-key-reused")
    assert (first.status_code, again.content) == (200, first.content)
    of_bob = {**headers, **tokens["bob"]}
    foreign = client.post("/v1/generations?tenant=acme&dry_run=true", content=MINIMAL.read_bytes(), headers=of_bob)
    refused(foreign, 404, "tenant-not-there")


def test_nobody_takes_every_session_of_mcp_from_others(guarded: Guarded) -> None:
    client, tokens = guarded
    about = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}

    def opened(who: str) -> int:
        headers = {"Accept": "application/json, text/event-stream", **tokens[who]}
        return client.post("/mcp", json=hello, headers=headers).status_code

    assert [opened("ann") for _ in range(101)] == [200] * 100 + [503]
    assert opened("bob") == 200


NEVER = "run-0123456789abcdef"


def told_to(client: httpx2.Client, path: str, who: dict[str, str], name: str) -> dict[str, Any]:
    """Return what somebody is told of something, without its name."""
    answer = client.get(path, headers=who)
    assert answer.status_code == 404
    said: dict[str, Any] = json.loads(answer.text.replace(name, "NAME"))
    del said["request_id"]
    return said
