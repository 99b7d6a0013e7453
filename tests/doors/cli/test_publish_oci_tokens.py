"""A registry that takes tokens alone: its token service is asked for each, with the password of who has logged in."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_provenance import MINIMAL, codes
from tests.doors.cli.test_publish_oci import helm_pull
from tests.doors.cli.test_publish_oci import no_credentials as no_credentials
from tests.support.advice import beside_advice
from tests.support.registry import running_registry
from tests.support.token_server import PASSWORD, USER, TokenService, running_token_service

Program = Callable[..., Outcome]


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[TokenService]:
    with running_token_service(tmp_path) as service:
        yield service


@pytest.fixture
def place(tokens: TokenService, tmp_path: Path) -> Iterator[str]:
    with running_registry(tmp_path / "registry", tokens=tokens) as host:
        yield f"oci://{host}/charts"


def logged_in(home: Path, place: str, password: str = PASSWORD) -> None:
    """Write what `helm registry login` writes."""
    host = place.removeprefix("oci://").partition("/")[0]
    kept = home / "registry" / "config.json"
    kept.parent.mkdir(parents=True)
    auth = base64.b64encode(f"{USER}:{password}".encode()).decode()
    kept.write_text(json.dumps({"auths": {host: {"auth": auth}}}))


def test_tokens_are_asked_for_what_is_done_and_helm_pulls_what_is_there(
    program: Program, place: str, tokens: TokenService, no_credentials: Path, workspace: Path, helm_binary: str
) -> None:
    logged_in(no_credentials, place)
    done = program("generate", MINIMAL, "-o", "out", "-q", "--publish", place)
    assert (done.code, beside_advice(done.err)) == (0, "")
    assert {user for user, _ in tokens.asked} == {USER}
    scopes = {scope for _, scope in tokens.asked}
    assert scopes >= {"repository:charts/ping:pull", "repository:charts/ping:pull,push"}
    archive = (workspace / "out" / "charts" / "ping-1.0.0.tgz").read_bytes()
    assert helm_pull(helm_binary, place, workspace / "pulled") == archive
    assert program("verify", f"{place}/ping:1.0.0").code == 0
    assert program("generate", MINIMAL, "-o", "out", "--publish", place).out.startswith("Ping: unchanged")


@pytest.mark.parametrize("fault", ["nobody", "password", "read-only", "down"])
def test_who_gets_no_token_is_told_and_nothing_is_published(
    program: Program, place: str, tokens: TokenService, no_credentials: Path, workspace: Path, fault: str
) -> None:
    if fault != "nobody":
        logged_in(no_credentials, place, "wrong" if fault == "password" else PASSWORD)
    tokens.lets = {"pull"} if fault == "read-only" else None
    tokens.status = 503 if fault == "down" else 200
    refused = program("generate", MINIMAL, "-o", "out", "--publish", place)
    assert (refused.code, codes(refused)) == (3, ["registry-failed"])
    assert PASSWORD not in refused.err
    assert "helm registry login" in refused.err
    assert not (workspace / "out").exists()
    tokens.lets, tokens.status = None, 200
    if fault in ("read-only", "down"):
        assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", place).code == 0


@contextmanager
def registry_asking_for(answer: str) -> Iterator[tuple[str, list[str]]]:
    """A registry that answers everything with 401, and the challenges of whoever runs it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            asked.append(self.headers.get("Authorization", ""))
            self.send_response(401)
            self.send_header("WWW-Authenticate", answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"oci://127.0.0.1:{server.server_port}/charts", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "challenge",
    [
        'Bearer realm="http://tokens.invalid/token",service="x"',
        'Bearer realm="http://169.254.169.254/latest",service="x"',
        'Bearer realm="ftp://127.0.0.1/",service="x"',
        'Bearer realm="http://localhost:80@tokens.invalid/token",service="x"',
        'Bearer realm="http://["',
        'Bearer service="x"',
        "Bearer",
        "Negotiate",
    ],
)
def test_a_password_is_shown_to_no_token_service_without_tls(
    program: Program, no_credentials: Path, workspace: Path, challenge: str
) -> None:
    with registry_asking_for(challenge) as (place, asked):
        logged_in(no_credentials, place)
        refused = program("generate", MINIMAL, "-o", "out", "--publish", place)
        assert (refused.code, codes(refused)) == (3, ["registry-failed"])
        assert set(asked) == {""}, "nobody was shown anything"
