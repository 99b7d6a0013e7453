"""Charts are published into a real registry, and Helm takes from there what was generated."""

import hashlib
import json
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_provenance import ARCHIVE, MINIMAL, codes, files_in, written
from tests.doors.cli.test_provenance_helm import written as written_pgp
from tests.support.advice import beside_advice
from tests.support.registry import running_registry

Program = Callable[..., Outcome]
KINDS = ("manifest", "index")
CHANGED = ("--set", "component.replicas=3")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_registry(tmp_path_factory.mktemp("registry")) as host:
        yield host


@pytest.fixture
def place(registry: str, request: pytest.FixtureRequest) -> str:
    """A place of the test's own in the registry."""
    return f"oci://{registry}/{request.node.name.replace('_', '-').lower()[:60].rstrip('-')}"


@pytest.fixture(autouse=True)
def no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "DOCKER_CONFIG", "HELM_CONFIG_HOME", "HELM_CACHE_HOME", "HELM_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path / "home"


def manifest(place: str, reference: str, chart: str = "ping") -> dict[str, Any]:
    """Ask the registry itself."""
    host, _, path = place.removeprefix("oci://").partition("/")
    asked = urllib.request.Request(f"http://{host}/v2/{path}/{chart}/manifests/{reference}")
    asked.add_header("Accept", ", ".join(f"application/vnd.oci.image.{kind}.v1+json" for kind in KINDS))
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        content = answer.read()
    return {**json.loads(content), "own digest": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def blob(place: str, digest: str, chart: str = "ping") -> bytes:
    host, _, path = place.removeprefix("oci://").partition("/")
    with urllib.request.urlopen(f"http://{host}/v2/{path}/{chart}/blobs/{digest}", timeout=10) as answer:
        return bytes(answer.read())


def helm_pull(helm: str, place: str, folder: Path, *more: str) -> bytes:
    folder.mkdir()
    command = [helm, "pull", f"{place}/ping", "--version", "1.0.0", "--plain-http", "-d", str(folder), *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return (folder / "ping-1.0.0.tgz").read_bytes()


def test_helm_pulls_the_very_bytes(program: Program, place: str, workspace: Path, helm_binary: str) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "--json", "--publish", place)
    assert done.code == 0
    (published,) = json.loads(done.out)["receipt"]["published"]
    assert (published["location"], published["written"]) == (place, ["ping:1.0.0"])
    assert (
        helm_pull(helm_binary, place, workspace / "pulled")
        == (workspace / "out" / "charts" / "ping-1.0.0.tgz").read_bytes()
    )
    laid_out = manifest(place, "1.0.0")
    assert laid_out["config"]["mediaType"] == "application/vnd.cncf.helm.config.v1+json"
    assert json.loads(blob(place, laid_out["config"]["digest"]))["name"] == "ping"
    assert [layer["mediaType"] for layer in laid_out["layers"]] == [
        "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
    ]


def test_what_is_published_is_not_published_again(program: Program, place: str, workspace: Path) -> None:
    first = program("generate", MINIMAL, "-o", "out", "--publish", place)
    assert f"Ping: published to {place} (1 written, 0 unchanged, 0 removed)\n" in first.out
    digest = manifest(place, "1.0.0")["own digest"]
    assert program("generate", MINIMAL, "-o", "out", "--publish", place).out.startswith("Ping: unchanged")
    elsewhere = program("generate", MINIMAL, "-o", "other", "--publish", place)
    assert f"Ping: published to {place} (0 written, 1 unchanged, 0 removed)\n" in elsewhere.out
    assert manifest(place, "1.0.0")["own digest"] == digest
    further = f"{place}/further"
    both = program("generate", MINIMAL, "-o", "out", "--publish", place, "--publish", further)
    assert f"Ping: published to {further} (1 written, 0 unchanged, 0 removed)\n" in both.out
    assert manifest(further, "1.0.0")["own digest"] == digest


def test_a_version_that_is_there_is_not_replaced_unless_that_is_wanted(
    program: Program, place: str, workspace: Path
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", place).code == 0
    before, digest = files_in(workspace / "out"), manifest(place, "1.0.0")["own digest"]
    refused = program("generate", MINIMAL, "-o", "out", *CHANGED, "--publish", place)
    assert (refused.code, codes(refused)) == (2, ["version-taken"])
    assert (files_in(workspace / "out"), manifest(place, "1.0.0")["own digest"]) == (before, digest)
    assert program("generate", MINIMAL, "-o", "out", "-q", *CHANGED, "--publish", place, "--overwrite").code == 0
    assert manifest(place, "1.0.0")["own digest"] != digest


def test_nothing_is_published_where_the_folder_refuses_or_another_place_does(
    program: Program, place: str, registry: str, workspace: Path
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    (workspace / "out" / "charts" / "ping" / "README.md").write_text("mine\n")
    refused = program("generate", MINIMAL, "-o", "out", "--publish", place)
    assert (refused.code, codes(refused)) == (2, ["file-edited"])
    dead = program("generate", MINIMAL, "-o", "new", "--publish", place, "--publish", "oci://127.0.0.1:9/charts")
    assert (dead.code, codes(dead)) == (3, ["registry-failed"])
    assert not (workspace / "new").exists()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        manifest(place, "1.0.0")


def test_what_is_signed_goes_along_as_a_referrer_and_helms_own_beside_the_chart(
    program: Program, place: str, workspace: Path, helm_binary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(workspace, ec.generate_private_key(ec.SECP256R1()))
    written_pgp(workspace, "pgp")
    monkeypatch.setenv("INFRA_ENGINEER_HELM_SIGNING_KEY", "pgp.asc")
    assert program("generate", MINIMAL, "-o", "out", "-q", "--sign-with", "key.pem", "--publish", place).code == 0
    helm_pull(helm_binary, place, workspace / "pulled", "--verify", "--keyring", str(workspace / "pgp.pub"))
    chart = manifest(place, "1.0.0")
    (listed,) = manifest(place, chart["own digest"].replace(":", "-"))["manifests"]
    assert listed["artifactType"] == "application/vnd.dev.sigstore.bundle.v0.3+json"
    referrer = manifest(place, listed["digest"])
    assert referrer["subject"]["digest"] == chart["own digest"]
    assert blob(place, referrer["layers"][0]["digest"]) == (workspace / "out" / ARCHIVE).read_bytes()
    address = f"{place}/ping:1.0.0"
    verified = program("verify", address, "--key", "key.pub", "--keyring", "pgp.pub")
    assert (verified.code, verified.err) == (0, "")
    assert verified.out.startswith(f"{address}: verified (1 file as recorded, trace trace-ping-0001; ")
    written(workspace, ec.generate_private_key(ec.SECP256R1()), "other")
    assert codes(program("verify", address, "--key", "other.pub")) == ["provenance-signature"]
    assert program("verify", f"{place}/ping:2.0.0").code == 2
    again = program("generate", MINIMAL, "-o", "out", "--sign-with", "key.pem", "--publish", place)
    assert again.out.startswith("Ping: unchanged")


def test_tenants_have_places_of_their_own(program: Program, place: str, workspace: Path) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "-t", "acme", "-t", "other", "--publish", place)
    assert done.code == 0
    found = [manifest(f"{place}/{tenant}", "1.0.0")["own digest"] for tenant in ("acme", "other")]
    assert len(set(found)) == 2


@pytest.mark.parametrize("address", ["https://example.org/charts", "oci://", "oci://host", "oci://host/UP", "charts"])
def test_an_address_that_is_none_is_refused_before_anything_is_made(
    program: Program, workspace: Path, address: str
) -> None:
    done = program("generate", MINIMAL, "-o", "out", "--publish", address)
    assert (done.code, codes(done)) == (2, ["publish-place"])
    assert not (workspace / "out").exists()


def test_a_registry_that_lets_nobody_in_takes_who_has_logged_in(
    program: Program, workspace: Path, tmp_path: Path, helm_binary: str
) -> None:
    # The password is "sesame"; bcrypt is what the registry takes.
    allowed = tmp_path / "htpasswd"
    allowed.write_text("agent:$2b$05$RzbIZZcMUuf2Lul0HJKZLOOgppr4CheePbLLLN3PBr0e/aVkvQWUu\n")
    with running_registry(tmp_path / "closed", allowed) as host:
        place = f"oci://{host}/charts"
        refused = program("generate", MINIMAL, "-o", "out", "--publish", place)
        assert (refused.code, codes(refused)) == (3, ["registry-failed"])
        assert not (workspace / "out").exists()
        login = [helm_binary, "registry", "login", host, "-u", "agent", "--password-stdin", "--plain-http"]
        subprocess.run(login, input="sesame", capture_output=True, text=True, timeout=60, check=True)
        done = program("generate", MINIMAL, "-o", "out", "-q", "--publish", place)
        assert (done.code, beside_advice(done.err)) == (0, "")
        assert helm_pull(helm_binary, place, workspace / "pulled")


@pytest.mark.parametrize(
    "answer", [b"[]", b"[1]", b"<html>", b'{"manifests": 5}', b'{"manifests": [1]}', b"[" * 100_000]
)
def test_what_a_registry_has_in_the_place_of_a_list_of_referrers_stays_there(
    program: Program, workspace: Path, answer: bytes
) -> None:
    written(workspace, ec.generate_private_key(ec.SECP256R1()))
    put: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_list = "/manifests/sha256-" in self.path
            status = {"GET": 200 if is_list or self.path == "/v2/" else 404, "HEAD": 404, "POST": 202, "PUT": 201}
            put.extend([self.path] if self.command == "PUT" and is_list else [])
            body = answer if is_list and self.command == "GET" else b""
            self.send_response(status[self.command])
            self.send_header("Location", "/v2/up")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            self._answer()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"oci://127.0.0.1:{server.server_port}/charts"
        failed = program("generate", MINIMAL, "-o", "out", "--sign-with", "key.pem", "--publish", place)
        server.shutdown()
    assert (failed.code, codes(failed), put) == (3, ["registry-failed"], [])
    assert "is no list of referrers" in failed.err
