"""Recorded artifacts are published where a run is: by `republish` as they are, by `rollback` over what came after."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from azure.storage.blob import ContainerClient
from cryptography.hazmat.primitives.asymmetric import ec

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_provenance import MINIMAL, codes, written
from tests.doors.cli.test_publish_git import FOLDER, Remote
from tests.doors.cli.test_publish_git import remote as remote
from tests.doors.cli.test_publish_oci import helm_pull, manifest
from tests.doors.cli.test_publish_oci import no_credentials as no_credentials
from tests.doors.cli.test_publish_oci import place as place
from tests.doors.cli.test_publish_oci import registry as registry
from tests.doors.cli.test_runs import runs
from tests.support.azurite import ACCOUNT, KEY, running_azurite

pytestmark = pytest.mark.xdist_group("azurite")

Program = Callable[..., Outcome]
SECOND = ["--set", "component.container_image=ghcr.io/connectsoft/ping:2.0.0"]


@pytest.fixture(scope="module")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_azurite(tmp_path_factory.mktemp("azurite")) as host:
        yield host


@pytest.fixture
def blob_place(azurite: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("INFRA_ENGINEER_BLOB_KEY", KEY)
    url = f"http://{azurite}/{ACCOUNT}/recorded"
    with ContainerClient.from_container_url(url, {"account_name": ACCOUNT, "account_key": KEY}) as client:
        client.create_container()
    return f"blob+{url}"


def landed(done: Outcome) -> list[tuple[str, int]]:
    published = json.loads(done.out)["receipt"]["published"]
    return [(one["location"], len(one["written"])) for one in published]


def test_an_output_is_brought_to_where_it_was_not_published(
    program: Program, place: str, remote: Remote, workspace: Path, helm_binary: str
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    done = program("republish", "out", "--publish", remote.place, "--publish", place)
    assert (done.code, codes(done)) == (0, [])
    assert done.out.splitlines()[1:] == [
        f"Ping: published to {place} (1 written, 0 unchanged, 0 removed)",
        f"Ping: published to {remote.place} (28 written, 0 unchanged, 0 removed)",
    ]
    archive = (workspace / "out" / "charts" / "ping-1.0.0.tgz").read_bytes()
    assert helm_pull(helm_binary, place, workspace / "pulled") == archive
    assert remote("show", f"main:{FOLDER}/artifacts.json") == (workspace / "out" / "artifacts.json").read_text()
    shown = json.loads(program("runs", "show", runs(program)[0]["run_id"], "--json").out)
    assert [one["place"] for one in shown["landings"]] == ["out", place, remote.place]
    again = program("republish", "out", "--publish", place, "--json")
    assert (again.code, landed(again)) == (0, [(place, 0)])


def test_a_rollback_goes_to_the_branch_as_a_commit_of_its_own(program: Program, remote: Remote, place: str) -> None:
    publish = ["--publish", remote.place, "--publish", place]
    assert program("generate", MINIMAL, "-o", "out", "-q", *publish).code == 0
    first = remote("rev-parse", f"main:{FOLDER}")
    made = runs(program)[0]["execution_id"]
    assert program("generate", MINIMAL, "-o", "out", "-q", *SECOND, *publish).code == 0
    assert remote("rev-parse", f"main:{FOLDER}") != first
    done = program("rollback", "--to", "1.0.0", "-o", "out", *publish, "--json")
    assert (done.code, landed(done)[0]) == (0, (place, 0))
    assert remote("rev-parse", f"main:{FOLDER}") == first
    back = runs(program)[0]["execution_id"]
    told = remote("log", "-1", "--format=%(trailers:key=Execution-Id,key=Restored-Execution-Id,unfold)", "main")
    assert told.split("\n")[:2] == [f"Execution-Id: {back}", f"Restored-Execution-Id: {made}"]
    assert remote("rev-list", "--count", "main") == "3\n"
    assert manifest(place, "2.0.0")["own digest"] != manifest(place, "1.0.0")["own digest"], "both versions are there"


def test_a_rollback_makes_an_earlier_index_of_a_container_the_latest_one(
    program: Program, blob_place: str, workspace: Path
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--publish", blob_place).code == 0
    digest = json.loads((workspace / "out" / "artifacts.json").read_text())["digest"]
    assert program("generate", MINIMAL, "-o", "out", "-q", *SECOND, "--publish", blob_place).code == 0
    done = program("rollback", "--to", "1.0.0", "-o", "out", "--publish", blob_place, "--json")
    assert done.code == 0
    (published,) = json.loads(done.out)["receipt"]["published"]
    assert published["digest"] == digest


def test_what_is_signed_goes_along(program: Program, place: str, workspace: Path) -> None:
    private = written(workspace, ec.generate_private_key(ec.SECP256R1()))
    assert program("generate", MINIMAL, "-o", "out", "-q", "--sign-with", str(private)).code == 0
    assert program("republish", "out", "-q", "--publish", place).code == 0
    assert program("verify", f"{place}/ping:1.0.0", "--key", str(private.with_suffix(".pub"))).code == 0


def test_a_version_that_is_there_with_other_bytes_is_not_replaced(program: Program, place: str) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    other = ["--set", "component.replicas=3"]
    assert program("generate", MINIMAL, "-o", "other", "-q", *other, "--publish", place).code == 0
    refused = program("republish", "out", "--publish", place)
    assert (refused.code, codes(refused)) == (2, ["version-taken"])
    assert program("republish", "out", "-q", "--publish", place, "--overwrite").code == 0


@pytest.mark.parametrize("command", [["republish", "out"], ["rollback", "--from", "out", "-o", "other"]])
def test_an_address_that_is_none_is_refused_before_anything_is_read(
    program: Program, workspace: Path, command: list[str]
) -> None:
    refused = program(*command, "--publish", "ftp://x")
    assert (refused.code, codes(refused)) == (2, ["publish-place"])


def test_the_way_on_names_the_places(program: Program, remote: Remote, workspace: Path) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    remote.hook("exit 1")
    refused = program("republish", "out", "--publish", remote.place)
    assert (refused.code, codes(refused)) == (3, ["git-failed"])
    (remote.folder / "hooks" / "pre-receive").unlink()
    assert program("republish", "out", "--publish", remote.place).code == 0
