"""A run that is killed while it publishes, and the same command again: whole or not there, in the end everywhere."""

import json
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.storage.blob import ContainerClient
from cryptography.hazmat.primitives.asymmetric import ec

from tests.doors.cli.test_provenance import written
from tests.support.azurite import ACCOUNT, KEY, running_azurite
from tests.support.crash_points import PUBLISHING_POINTS, Runs, killable_runs
from tests.support.generation import EXAMPLES
from tests.support.goldens import files_of
from tests.support.registry import running_registry

pytestmark = pytest.mark.xdist_group("azurite")

GENERATE = ["generate", str(EXAMPLES / "minimal.yaml"), "-o", "out", "-q", "--sign-with"]
SEEN = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json"


class Places:
    """A registry, a container and a repository, where each run has places of its own.

    Args:
        registry: the registry's host.
        azurite: the host of the storage.
        folder: where repositories are.
        key: the key that runs sign with.
    """

    def __init__(self, registry: str, azurite: str, folder: Path, key: Path) -> None:
        self.registry, self.azurite, self.folder, self.key = registry, azurite, folder, key

    def made(self, name: str) -> None:
        subprocess.run(["git", "init", "-q", "--bare", "--initial-branch=main", self.repository(name)], check=True)
        with self._container(name) as container:
            container.create_container()

    def flags(self, name: str) -> list[str]:
        blob = f"blob+http://{self.azurite}/{ACCOUNT}/{name}"
        places = [f"oci://{self.registry}/{name}", blob, f"git+file://{self.repository(name)}#main"]
        return [str(self.key), *(part for place in places for part in ("--publish", place))]

    def repository(self, name: str) -> str:
        return str(self.folder / f"{name}.git")

    def _container(self, name: str) -> ContainerClient:
        url = f"http://{self.azurite}/{ACCOUNT}/{name}"
        return ContainerClient.from_container_url(url, {"account_name": ACCOUNT, "account_key": KEY})

    def seen(self, name: str) -> dict[str, str]:
        """Return what others see: tags of the chart, indexes of the container, the branch; each by what it leads to."""
        return {**self._charts(name), **self._indexes(name), **self._branch(name)}

    def _charts(self, name: str) -> dict[str, str]:
        try:
            tags = json.loads(self._asked(f"{name}/ping/tags/list"))["tags"] or []
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return {}
        manifests = {tag: self._asked(f"{name}/ping/manifests/{tag}") for tag in tags}
        for content in manifests.values():
            told = json.loads(content)
            for part in [*([told["config"]] if "config" in told else []), *told.get("layers", [])]:
                assert len(self._asked(f"{name}/ping/blobs/{part['digest']}")) == part["size"]
        return {f"oci {tag}": content for tag, content in manifests.items()}

    def _asked(self, path: str) -> str:
        asked = urllib.request.Request(f"http://{self.registry}/v2/{path}", headers={"Accept": SEEN})
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return str(answer.read().decode("latin-1"))

    def _indexes(self, name: str) -> dict[str, str]:
        with self._container(name) as container:
            names = [str(found) for found in container.list_blob_names()]
            indexes = {one: container.download_blob(one).readall().decode() for one in names if "index/" in one}
        for content in indexes.values():
            index = json.loads(content)
            for entry in (*index["artifacts"], *index["attestations"]):
                assert f"blobs/sha256/{entry['sha256']}" in names, "an index lists nothing that is not there"
        return {f"blob {one}": content for one, content in indexes.items()}

    def _branch(self, name: str) -> dict[str, str]:
        command = ["git", "--git-dir", self.repository(name), "log", "--format=%T %s%n%b", "main"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return {"git": done.stdout} if done.returncode == 0 else {}


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    with killable_runs() as made:
        yield made


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    folder = tmp_path_factory.mktemp("places")
    (folder / "azurite").mkdir()
    key = written(folder, ec.generate_private_key(ec.SECP256R1()))
    with running_registry(folder / "registry") as registry, running_azurite(folder / "azurite") as azurite:
        yield Places(registry, azurite, folder, key)


def environment(folder: Path) -> dict[str, str]:
    return {
        "INFRA_ENGINEER_STATE_DIR": str(folder / "state"),
        "INFRA_ENGINEER_BLOB_KEY": KEY,
        "SOURCE_DATE_EPOCH": "1746657912",
        "HOME": str(folder),
    }


@pytest.fixture(scope="module")
def unhurt(runs: Runs, places: Places, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What others see of a run that nobody kills."""
    folder = tmp_path_factory.mktemp("unhurt")
    places.made("unhurt")
    assert runs.run([*GENERATE, *places.flags("unhurt")], folder, environment(folder)) == 0, (
        folder / "said"
    ).read_text()
    seen = places.seen("unhurt")
    assert {name.split()[0] for name in seen} == {"oci", "blob", "git"}
    return seen


@pytest.mark.parametrize("point", PUBLISHING_POINTS)
def test_the_same_command_again(runs: Runs, places: Places, unhurt: dict[str, str], tmp_path: Path, point: str) -> None:
    places.made(point)
    command, given = [*GENERATE, *places.flags(point)], environment(tmp_path)
    assert runs.run(command, tmp_path, given, point) == -signal.SIGKILL
    assert not (tmp_path / "out").exists(), "the folder is last"
    partly = places.seen(point)
    assert runs.run(command, tmp_path, given) == 0, (tmp_path / "said").read_text()
    seen = places.seen(point)
    assert partly.items() <= seen.items(), "what others saw was whole"
    assert (len(seen), seen["oci 1.0.0"]) == (len(unhurt), unhurt["oci 1.0.0"])
    assert len(seen["git"].splitlines()) == len(unhurt["git"].splitlines()), "it is one commit"
    chart = f"oci://{places.registry}/{point}/ping:1.0.0"
    assert runs.run(["verify", chart, "--key", str(places.key.with_suffix(".pub"))], tmp_path, given) == 0
    assert files_of(tmp_path / "out").keys() >= {"artifacts.json", "report.json", "events.jsonl"}
    assert {path.name for path in tmp_path.iterdir()} == {"out", "state", "said"}, "nothing is left beside"
