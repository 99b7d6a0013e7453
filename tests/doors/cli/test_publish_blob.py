"""What was generated is published into a real Azurite, and everything that its indexes list is there."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from azure.storage.blob import ContainerClient
from cryptography.hazmat.primitives.asymmetric import ec

from plugins.artifact_emitter.sinks.blob.store import BlobStore
from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_provenance import MINIMAL, codes, files_in, written
from tests.support.advice import beside_advice
from tests.support.azurite import ACCOUNT, KEY, Weather, running_azurite, weather_before

pytestmark = pytest.mark.xdist_group("azurite")

Program = Callable[..., Outcome]
CHANGED = ("--set", "component.replicas=3")
LATEST = "index/ping/latest.json"


@pytest.fixture(scope="module")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_azurite(tmp_path_factory.mktemp("azurite")) as host:
        yield host


@pytest.fixture
def container(azurite: str, request: pytest.FixtureRequest) -> Iterator[ContainerClient]:
    """A container of the test's own."""
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:40]
    url = f"http://{azurite}/{ACCOUNT}/{name}"
    with ContainerClient.from_container_url(url, {"account_name": ACCOUNT, "account_key": KEY}) as client:
        client.create_container()
        yield client


@pytest.fixture
def place(container: ContainerClient) -> str:
    return f"blob+{container.url}"


@pytest.fixture
def weather(azurite: str) -> Iterator[Weather]:
    with weather_before(azurite) as between:
        yield between


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_BLOB_KEY", KEY)


def blobs(container: ContainerClient) -> dict[str, bytes]:
    """Ask the Azurite itself."""
    return {str(name): container.download_blob(name).readall() for name in container.list_blob_names()}


def listed(content: bytes) -> dict[str, str]:
    index: dict[str, Any] = json.loads(content)
    return {entry["path"]: entry["sha256"] for entry in (*index["artifacts"], *index["attestations"])}


def contents(there: dict[str, bytes], index: str = LATEST) -> dict[str, bytes]:
    """Return the files of a run as its index finds them."""
    below = index.partition("index/")[0]
    return {path: there[f"{below}blobs/sha256/{digest}"] for path, digest in listed(there[index]).items()}


def in_folder(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in files_in(folder).items() if path != "artifacts.json"}


def test_all_files_are_there_under_their_digests_and_in_an_index(
    program: Program, place: str, container: ContainerClient, workspace: Path
) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "--json", "--publish", place)
    assert (done.code, done.err) == (0, "")
    there, files = blobs(container), in_folder(workspace / "out")
    assert contents(there) == files
    index = json.loads((workspace / "out" / "artifacts.json").read_text())
    assert json.loads(there[LATEST]) == {**index, "attestations": []}
    own = f"index/ping/{index['digest'].removeprefix('sha256:')}.json"
    assert there[own] == there[LATEST]
    held = {f"blobs/sha256/{hashlib.sha256(content).hexdigest()}": content for content in files.values()}
    assert there == {**held, own: there[own], LATEST: there[LATEST]}
    (published,) = json.loads(done.out)["receipt"]["published"]
    assert (published["location"], sorted(published["written"])) == (place, sorted(files))


def test_what_is_published_is_not_published_again(
    program: Program, place: str, container: ContainerClient, workspace: Path
) -> None:
    def marks() -> dict[str, str]:
        return {blob.name: str(blob.etag) for blob in container.list_blobs()}

    first = program("generate", MINIMAL, "-o", "out", "--publish", place)
    count = len(in_folder(workspace / "out"))
    assert f"Ping: published to {place} ({count} written, 0 unchanged, 0 removed)\n" in first.out
    before = marks()
    assert program("generate", MINIMAL, "-o", "out", "--publish", place).out.startswith("Ping: unchanged")
    elsewhere = program("generate", MINIMAL, "-o", "other", "--publish", place)
    assert f"Ping: published to {place} (0 written, {count} unchanged, 0 removed)\n" in elsewhere.out
    assert marks() == before
    further = program("generate", MINIMAL, "-o", "out", "--publish", place, "--publish", f"{place}/a/b")
    assert f"Ping: published to {place}/a/b ({count} written, 0 unchanged, 0 removed)\n" in further.out
    assert contents(blobs(container), f"a/b/{LATEST}") == in_folder(workspace / "out")


def test_a_later_run_adds_what_is_new_and_earlier_ones_stay(
    program: Program, place: str, container: ContainerClient, workspace: Path
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", place).code == 0
    before = blobs(container)
    done = program("generate", MINIMAL, "-o", "out", "-q", "--json", *CHANGED, "--publish", place)
    (published,) = json.loads(done.out)["receipt"]["published"]
    there, old = blobs(container), listed(before[LATEST])
    assert {name: there[name] for name in before if name != LATEST} == {
        name: content for name, content in before.items() if name != LATEST
    }
    assert contents(there) == in_folder(workspace / "out")
    new = listed(there[LATEST])
    assert sorted(published["written"]) == sorted(path for path in new if old.get(path) != new[path])
    assert published["unchanged"] == len(new) - len(published["written"]) > 0


def test_what_is_signed_goes_along(program: Program, place: str, container: ContainerClient, workspace: Path) -> None:
    written(workspace, ec.generate_private_key(ec.SECP256R1()))
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", place).code == 0
    signed = ("generate", MINIMAL, "-o", "out", "--sign-with", "key.pem", "--publish", place)
    assert program(*signed).code == 0
    there = blobs(container)
    assert contents(there) == in_folder(workspace / "out")
    assert len(json.loads(there[LATEST])["attestations"]) == 2
    assert program(*signed).out.startswith("Ping: unchanged")


def test_without_the_chart_the_index_has_its_name_all_the_same(
    program: Program, place: str, container: ContainerClient, workspace: Path
) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "--without", "chart", "--publish", place)
    assert (done.code, beside_advice(done.err)) == (0, "")
    assert contents(blobs(container)) == in_folder(workspace / "out")
    again = program("generate", MINIMAL, "-o", "out", "--without", "chart", "--publish", place)
    assert "(0 written, " in again.out


def test_tenants_have_places_of_their_own(
    program: Program, place: str, container: ContainerClient, workspace: Path
) -> None:
    done = program("generate", MINIMAL, "-o", "out", "-q", "-t", "acme", "-t", "other", "--publish", f"{place}/top")
    assert (done.code, beside_advice(done.err)) == (0, "")
    there = blobs(container)
    for tenant in ("acme", "other"):
        assert contents(there, f"top/{tenant}/{LATEST}") == in_folder(workspace / "out" / tenant)
    assert all(name.startswith(("top/acme/", "top/other/")) for name in there)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("let_through", [0, 7, -1], ids=["at once", "among the blobs", "before the latest index"])
def test_a_service_that_is_busy_is_told_and_the_same_command_goes_on(
    program: Program, container: ContainerClient, workspace: Path, weather: Weather, status: int, let_through: int
) -> None:
    place = f"blob+http://{weather.host}/{ACCOUNT}/{container.container_name}"
    command = ("generate", MINIMAL, "-o", "out", "--publish", place)
    if let_through < 0:  # of the requests of a whole run, which another prefix has had
        weather.left = 1000
        assert program("generate", MINIMAL, "-o", "counted", "-q", "--publish", f"{place}/counted").code == 0
        let_through = 1000 - weather.left - 1
    weather.left, weather.status = let_through, status
    failed = program(*command)
    assert (failed.code, codes(failed)) == (3, ["blob-failed"])
    assert f"failed: HTTP {status} (ServerBusy)" in failed.err
    assert not (workspace / "out").exists()
    assert LATEST not in blobs(container)
    assert weather.refused == (1 if status == 429 else 3)
    weather.left = None
    assert program(*command).code == 0
    assert contents(blobs(container)) == in_folder(workspace / "out")


def test_a_run_that_was_overtaken_does_not_hide_the_other(
    program: Program, place: str, container: ContainerClient, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", place).code == 0
    put, other = BlobStore.put, b'{"of": "another run"}'

    def overtaken(store: BlobStore, name: str, content: bytes) -> None:
        container.upload_blob(LATEST, other, overwrite=True)
        put(store, name, content)

    with monkeypatch.context() as patched:
        patched.setattr(BlobStore, "put", overtaken)
        refused = program("generate", MINIMAL, "-o", "out", *CHANGED, "--publish", place)
    assert (refused.code, codes(refused)) == (3, ["publish-overtaken"])
    assert blobs(container)[LATEST] == other
    assert program("generate", MINIMAL, "-o", "out", *CHANGED, "--publish", place).code == 0
    assert contents(blobs(container)) == in_folder(workspace / "out")


def test_a_wrong_key_a_missing_container_and_a_dead_service_are_told(
    program: Program, place: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = program("generate", MINIMAL, "-o", "out", "--publish", place[:-1] + "-not")
    assert (missing.code, codes(missing)) == (3, ["blob-failed"])
    assert "HTTP 404 (ContainerNotFound)" in missing.err
    dead = program("generate", MINIMAL, "-o", "out", "--publish", f"blob+http://127.0.0.1:9/{ACCOUNT}/charts")
    assert (dead.code, codes(dead)) == (3, ["blob-failed"])
    for wrong in (base64.b64encode(b"another").decode(), "no-base64!"):
        monkeypatch.setenv("INFRA_ENGINEER_BLOB_KEY", wrong)
        refused = program("generate", MINIMAL, "-o", "out", "--publish", place)
        assert (refused.code, codes(refused)) == (3, ["blob-failed"])
        assert wrong not in refused.err
    monkeypatch.delenv("INFRA_ENGINEER_BLOB_KEY")
    nameless = program("generate", MINIMAL, "-o", "out", "--publish", place)
    assert (nameless.code, codes(nameless)) == (2, ["publish-place"])
    assert not (workspace / "out").exists()


@pytest.mark.parametrize(
    "address",
    [
        "blob+https://",
        "blob+https://account.blob.core.windows.net",
        "blob+https://account.blob.core.windows.net/",
        "blob+https://account.blob.core.windows.net/Upper",
        "blob+https://account.blob.core.windows.net/charts/../other",
        "blob+https://account.blob.core.windows.net/charts//other",
        "blob+https://account.blob.core.windows.net/charts/",
        "blob+https://account.blob.core.windows.net/charts?sv=2024&sig=secret",
        "blob+https://user:secret@account.blob.core.windows.net/charts",
        "blob+http://account.blob.core.windows.net/account/charts",
        "blob+http://127.0.0.1:10000/devstoreaccount1",
    ],
)
def test_an_address_that_is_none_is_refused_before_anything_is_made(
    program: Program, workspace: Path, address: str
) -> None:
    done = program("generate", MINIMAL, "-o", "out", "--publish", address)
    assert (done.code, codes(done)) == (2, ["publish-place"])
    assert not (workspace / "out").exists()
