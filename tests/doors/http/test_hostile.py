"""Hostile requests get the right 4xx, and nothing leaks: not into bodies, headers or logs."""

import itertools
import json
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agent.use_cases.audit.listing import ListAuditCommand, list_audit
from memory.memory import Memory
from memory.sqlite.backend import SqliteBackend
from tests.doors.http.conftest import MINIMAL, ORDER, raw, refused
from tests.support.generation import settings_in
from tests.support.http_server import serving

pytestmark = pytest.mark.xdist_group("http")
YAML = {"Content-Type": "application/yaml"}
PING = MINIMAL.read_bytes()
SECRET = "hunter2-Aa1Bb2Cc3Dd4"  # noqa: S105 - nobody has it


@pytest.mark.parametrize("path", ["generations", "validations", "plans", "explanations", "similar"])
def test_bodies_that_are_too_large(hostile: httpx2.Client, path: str) -> None:
    large = b"x" * (4 * 1024 * 1024 + 1)
    refused(hostile.post(f"/v1/{path}", content=large, headers=YAML), 413, "body-too-large")


def test_a_large_body_whose_size_nobody_tells(hostile: httpx2.Client) -> None:
    pieces = (b"y" * 65_536 for _ in range(100))
    refused(hostile.post("/v1/plans", content=pieces, headers=YAML), 413, "body-too-large")


HEAD = b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\nContent-Length: 100\r\n\r\n"


def test_a_body_that_never_ends(hostile: httpx2.Client) -> None:
    began = time.monotonic()
    answer = raw(hostile, HEAD, b"a: 1\n")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"body-too-slow" in answer
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("before", [b"", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"])
def test_headers_that_come_a_byte_at_a_time_hold_no_connection(hostile: httpx2.Client, before: bytes) -> None:
    began, answers = time.monotonic(), b""
    with socket.create_connection((hostile.base_url.host, hostile.base_url.port or 80), timeout=20) as connection:
        connection.sendall(before)
        connection.settimeout(0.2)
        for byte in itertools.cycle(b"X"):
            try:
                received = connection.recv(65_536)
            except TimeoutError:
                received = None
            except ConnectionResetError:  # it closed while a byte was on its way
                break
            if received == b"":
                break
            answers += received or b""
            with suppress(OSError):  # the server has closed its side
                connection.sendall(bytes([byte]))
            assert time.monotonic() - began < 15
    first, _, last = answers.rpartition(b"HTTP/1.1 408 ")
    assert first.startswith(b"HTTP/1.1 200 ") is bool(before)
    assert last.startswith(b"Request Timeout\r\n")
    assert json.loads(last.partition(b"\r\n\r\n")[2])["problems"][0]["code"] == "request-too-late"


def test_a_client_that_goes_away_in_the_middle(hostile: httpx2.Client, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_connection((hostile.base_url.host, hostile.base_url.port or 80)) as connection:
        connection.sendall(HEAD + b"a: ")
    assert hostile.get("/healthz").status_code == 200
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "request_line",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nX: " + b"z" * 70_000 + b"\r\n",
        b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: +3\r\n\r\nabc",
        b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n",
        b"POST /v1/plans HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"GET /v1/runs HTTP/1.1\r\n\r\n",
        b"GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET /v1/runs HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
        b"GET /v1/runs/\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_http(hostile: httpx2.Client, request_line: bytes) -> None:
    answer = raw(hostile, request_line)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"\r\ncontent-type: application/problem+json" in head
    assert json.loads(body)["problems"][0]["code"] == "request-unreadable"
    assert hostile.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/html"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/yaml; charset=utf-16"},
        {"Content-Type": "application/yaml", "Content-Encoding": "gzip"},
        {"Content-Type": "application/yaml", "Content-Encoding": "br, gzip"},
        {"Content-Type": ";" * 1000},
    ],
)
def test_content_that_is_called_something_else(hostile: httpx2.Client, headers: dict[str, str]) -> None:
    refused(hostile.post("/v1/generations", content=PING, headers=headers), 415, "body-unknown")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
        b"a: " + b"- " * 100_000,
        b"&a [*a, *a]",
        b"a: &a [1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n" * 1,
        b"\xff\xfe\x00",
        b"!!python/object/apply:os.system ['id']",
        b"component: {name: \xc3\x28}",
        b"\x00" * 1000,
        b"a: 1\n" * 20_000,
        b"--- {}\n" * 20,
    ],
)
@pytest.mark.parametrize("path", ["generations?dry_run=true", "plans"])
def test_documents_that_are_meant_to_hurt(hostile: httpx2.Client, body: bytes, path: str) -> None:
    began = time.monotonic()
    answer = hostile.post(f"/v1/{path}", content=body, headers=YAML)
    assert answer.status_code == 422
    assert 0 < len(answer.json()["problems"]) <= 200
    assert len(answer.content) < 1_000_000
    assert time.monotonic() - began < 20


def test_a_bundle_cannot_name_files_of_the_server(hostile: httpx2.Client) -> None:
    files = b"  files:\n    - {name: x, mount_path: /x, paths: {passwd: /etc/passwd}}\n"
    answer = hostile.post("/v1/generations?dry_run=true", content=PING + files, headers=YAML)
    assert answer.status_code == 422
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "output",
    ["..", "../x", "/etc", "a/../../b", ".ssh", "a//b", "a\\b", "a/./b", "%2e%2e/x", "a" * 201, "a\x00b", "a\nb"],
)
def test_output_cannot_leave_the_workspace(hostile: httpx2.Client, output: str) -> None:
    answer = hostile.post("/v1/generations", params={"output": output}, content=PING, headers=YAML)
    refused(answer, 400, "parameter-wrong")


def test_a_link_in_the_workspace_leads_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    work = tmp_path / "work"
    work.mkdir()
    (work / "link").symlink_to(outside)
    with serving(settings_in(tmp_path / "state", workspace=work, http_workers=1)) as client:
        answer = client.post("/v1/generations?output=link/ping", content=PING, headers=YAML)
        assert answer.status_code in {422, 503}
    assert not list(outside.iterdir())


def test_what_nobody_expected_tells_nothing(
    hostile: httpx2.Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> object:
        raise KeyError(SECRET)

    monkeypatch.setattr("agent.doors.http.routers.schemas.build_schema", lambda: broken)
    answer = hostile.get("/v1/schemas/bundle")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (500, "internal-error")
    assert SECRET not in answer.text
    assert SECRET not in str(answer.headers)


def test_a_secret_in_a_bundle_is_in_no_answer_and_no_log(
    hostile: httpx2.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    leaking = PING + f"  env: [{{name: DB_PASSWORD, value: {SECRET}}}]\n".encode()
    for path in ("generations", "generations?async=true", "plans", "explanations", "similar"):
        answer = hostile.post(f"/v1/{path}", content=leaking, headers={**YAML, "X-Request-Id": SECRET + "!"})
        assert SECRET not in answer.text
        assert SECRET not in str(answer.headers)
        if "location" in answer.headers:
            time.sleep(1)
            assert SECRET not in hostile.get(answer.headers["location"]).text
    for run in hostile.get("/v1/runs").json()["runs"]:
        assert SECRET not in hostile.get(f"/v1/runs/{run['run_id']}").text
    assert SECRET not in "".join(capfd.readouterr())


@pytest.mark.parametrize(("name", "value"), [("Host", "evil.example"), ("Origin", "http://evil.example")])
def test_forged_hosts_and_origins(hostile: httpx2.Client, name: str, value: str) -> None:
    assert hostile.get("/v1/runs", headers={name: value}).status_code == 403


def test_nobody_gets_in_without_a_token(guarded: tuple[httpx2.Client, Any]) -> None:
    client, _ = guarded
    for path in ("/v1/runs", "/v1/generations/" + "0" * 32, "/v1/codes", "/metrics", "/mcp", "/v1/events"):
        assert client.get(path).status_code == 401
    assert client.post("/v1/generations", content=PING, headers=YAML).status_code == 401
    assert client.get("/healthz").status_code == 200
    assert client.get("/openapi.json").status_code == 200


def test_another_tenants_runs_are_not_there(guarded: tuple[httpx2.Client, dict[str, dict[str, str]]]) -> None:
    client, tokens = guarded
    made = client.post("/v1/generations", content=ORDER.read_bytes(), headers={**YAML, **tokens["ann"]})
    (result,) = made.json()["results"]
    assert (made.status_code, result["place"]) == (200, "acme/out/orderservice")
    run = result["run_id"]
    for path in ("", "/artifacts", "/artifacts.zip", "/artifacts/report.json", "/report"):
        assert client.get(f"/v1/runs/{run}{path}", headers=tokens["ann"]).status_code == 200
        foreign = client.get(f"/v1/runs/{run}{path}", headers=tokens["bob"])
        never = client.get(f"/v1/runs/run-0123456789abcdef{path}", headers=tokens["bob"])
        assert foreign.status_code == never.status_code == 404
        assert foreign.json()["problems"][0]["message"].replace(run, "") == never.json()["problems"][0][
            "message"
        ].replace("run-0123456789abcdef", "")
        assert "acme" not in foreign.text
    assert run not in ids_of(client, tokens["bob"])
    assert client.get("/v1/runs?tenant=acme", headers=tokens["bob"]).status_code == 404
    assert run in ids_of(client, tokens["all"])
    for path in (f"/v1/runs/{run}/retries?reason=again", f"/v1/rollbacks?to={run}&output=acme/out/orderservice"):
        assert client.post(path, headers=tokens["bob"]).status_code == 404
    compared = client.post(f"/v1/comparisons?run={run}", content=PING, headers={**YAML, **tokens["bob"]})
    assert compared.status_code == 404


def ids_of(client: httpx2.Client, token: dict[str, str]) -> set[str]:
    """Return the runs that somebody is shown."""
    return {one["run_id"] for one in client.get("/v1/runs?limit=100", headers=token).json()["runs"]}


def test_nobody_generates_for_a_tenant_of_others(guarded: tuple[httpx2.Client, dict[str, dict[str, str]]]) -> None:
    client, tokens = guarded
    for path in ("/v1/generations", "/v1/generations?dry_run=true", "/v1/generations?tenant=acme"):
        answer = client.post(path, content=ORDER.read_bytes(), headers={**YAML, **tokens["bob"]})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (404, "tenant-not-there")
    answer = client.post(
        "/v1/generations?output=acme/out/orderservice", content=PING, headers={**YAML, **tokens["bob"]}
    )
    assert answer.status_code == 404  # the bundle is the default tenant's
    own = client.post("/v1/generations?tenant=other&output=acme/out/x", content=PING, headers={**YAML, **tokens["bob"]})
    assert own.json()["results"][0]["place"].startswith("other/")


def test_a_reader_only_looks(guarded: tuple[httpx2.Client, dict[str, dict[str, str]]]) -> None:
    client, tokens = guarded
    for method, path in (
        ("POST", "/v1/generations"),
        ("POST", "/v1/rollbacks?to=1.0.0&output=acme/out/x"),
        ("POST", "/v1/runs/x/retries?reason=again"),
        ("DELETE", f"/v1/generations/{'0' * 32}"),
    ):
        answer = client.request(method, path, content=PING, headers={**YAML, **tokens["reader"]})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "role-missing")
    assert client.post("/v1/plans", content=ORDER.read_bytes(), headers={**YAML, **tokens["reader"]}).status_code == 200


def test_another_ones_generations_and_keys_are_not_there(
    guarded: tuple[httpx2.Client, dict[str, dict[str, str]]],
) -> None:
    client, tokens = guarded
    headers = {**YAML, **tokens["ann"], "Idempotency-Key": "k"}
    begun = client.post("/v1/generations?async=1&tenant=acme", content=PING, headers=headers)
    place = begun.headers["location"]
    assert client.get(place, headers=tokens["ann"]).status_code == 200
    assert client.get(place, headers=tokens["all"]).status_code == 404
    other = client.post("/v1/generations?async=1&tenant=acme", content=PING, headers={**headers, **tokens["all"]})
    assert other.headers["location"] != place


def test_what_was_done_is_in_the_audit_record(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "state", workspace=tmp_path, http_workers=1)
    with serving(settings) as client:
        client.post("/v1/generations?tenant=acme", content=PING, headers={**YAML, "X-Request-Id": "audited-1"})
        client.post("/v1/plans?tenant=acme", content=PING, headers={**YAML, "X-Request-Id": "looked-1"})
    memory = Memory(SqliteBackend(settings.state_dir / "memory.sqlite"))
    (done,) = list_audit(ListAuditCommand(tenants=["acme"]), memory=memory)
    assert (done.action, done.request, done.outcome, done.door) == ("generate", "audited-1", "done", "http")
