import io
import json
import re
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.model.run.artifacts import sha256
from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES
from tests.support.goldens import files_of

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
TEMPLATES = "charts/ping/templates"
DEPLOYMENT, VALUES = f"{TEMPLATES}/deployment.yaml", "charts/ping/values.yaml"
MERGE = ("generate", MINIMAL, "--merge")


@pytest.fixture
def out(program: Program, workspace: Path) -> Path:
    """An output of which nothing was edited yet."""
    assert program("generate", MINIMAL).code == 0
    return workspace / "out"


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def files_in(out: Path) -> dict[str, bytes]:
    """Return an output without the events, which have the time."""
    return {path: content for path, content in files_of(out).items() if path != "events.jsonl"}


def edit(out: Path, seconds: int = 7) -> None:
    """Edit a template so that its manifest is another one, and a valid one."""
    replaced(out / DEPLOYMENT, "\nspec:\n", f"\nspec:\n  minReadySeconds: {seconds}\n")


def said(outcome: Outcome) -> list[tuple[str, str]]:
    """Return code and place of each error."""
    return re.findall(r"^error ([a-z-]+)  (\S+)", outcome.err, re.MULTILINE)


def merged(out: Path) -> list[tuple[str, str]]:
    """Return what the report says of edits."""
    findings = json.loads((out / "report.json").read_text())["findings"]
    return [(each["file"], each["message"]) for each in findings if each["code"] == "file-merged"]


def test_an_edit_lives_on_in_chart_archive_and_manifests(program: Program, out: Path) -> None:
    made = sha256((out / DEPLOYMENT).read_bytes())
    edit(out)
    edited = (out / DEPLOYMENT).read_bytes()
    assert program(*MERGE).code == 0
    assert (out / DEPLOYMENT).read_bytes() == edited
    assert "minReadySeconds: 7" in (out / "manifests/dev/deployment.yaml").read_text()
    with tarfile.open(fileobj=io.BytesIO((out / "charts/ping-1.0.0.tgz").read_bytes())) as archive:
        packed = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    assert packed == {f"ping/{path}": content for path, content in files_of(out / "charts/ping").items()}
    index = json.loads((out / "artifacts.json").read_text())
    assert index["merged"]["files"] == {DEPLOYMENT: made}
    assert "request" not in index
    assert merged(out) == [(DEPLOYMENT, "the edit was kept")]
    listed = {entry["path"]: entry["sha256"] for entry in index["artifacts"]}
    assert {path: sha256((out / path).read_bytes()) for path in listed} == listed


def test_the_next_run_starts_from_what_the_agent_made(program: Program, out: Path, workspace: Path) -> None:
    edit(out)
    assert program(*MERGE).code == 0
    for replicas in ("3", "2"):
        refused = program("generate", MINIMAL, "--set", f"component.replicas={replicas}")
        assert (refused.code, said(refused)) == (2, [("file-edited", str(out / DEPLOYMENT))])
        assert program(*MERGE, "--set", f"component.replicas={replicas}").code == 0
        manifest = (out / "manifests/dev/deployment.yaml").read_text()
        assert f"replicas: {replicas}" in manifest
        assert "minReadySeconds: 7" in manifest
        assert merged(out) == [(DEPLOYMENT, "the edit was kept")]
    shutil.copytree(out, workspace / "other")
    first = files_in(out)
    assert program(*MERGE, "--set", "component.replicas=2").code == 0
    assert program(*MERGE, "--set", "component.replicas=2", "-o", "other").code == 0
    for folder in (out, workspace / "other"):
        assert files_in(folder) == first


def test_two_changes_of_one_file(program: Program, out: Path) -> None:
    replaced(out / VALUES, "# How pods are replaced", "# Mine: how pods are replaced")
    assert program(*MERGE, "--set", "component.replicas=3").code == 0
    text = (out / VALUES).read_text()
    assert "# Mine: how pods are replaced" in text
    assert "replicaCount: 3" in text
    assert merged(out) == [(VALUES, "the edit was merged with the new output")]
    replaced(out / VALUES, "# Mine: how", "# How")
    assert program(*MERGE, "--set", "component.replicas=3").code == 0
    assert "merged" not in json.loads((out / "artifacts.json").read_text())
    assert merged(out) == []


def test_a_conflict_is_marked_beside_and_taken_when_it_is_resolved(
    program: Program, out: Path, workspace: Path
) -> None:
    replaced(out / VALUES, "replicaCount: 2", "replicaCount: 2  # mine")
    before = files_in(out)
    changed = (*MERGE, "--set", "component.replicas=3")
    for _ in range(2):
        refused = program(*changed)
        assert refused.code == 1
        ((code, place),) = said(refused)
        assert (code, files_in(out)) == ("merge-conflict", before)
    name, _, line = place.partition(":")
    copy = workspace / name
    assert re.fullmatch(r"out\.conflicts/charts/ping/values\.[0-9a-f]{12}\.yaml", name)
    marked = copy.read_text()
    start = int(line) - 1
    assert marked.splitlines()[start : start + 7] == [
        "<<<<<<< the new output",
        "replicaCount: 3",
        "||||||| the earlier output",
        "replicaCount: 2",
        "=======",
        "replicaCount: 2  # mine",
        ">>>>>>> the edited file",
    ]
    copy.write_text(re.sub(r"<<<<<<<.*>>>>>>> [^\n]*\n", "replicaCount: 3  # mine\n", marked, flags=re.DOTALL))
    assert program(*changed).code == 0
    assert "replicaCount: 3  # mine\n" in (out / VALUES).read_text()
    shutil.rmtree(workspace / "out.conflicts")
    assert program(*changed).code == 0
    assert "replicaCount: 3  # mine\n" in (out / VALUES).read_text()


def test_files_that_were_added_and_deleted(program: Program, out: Path) -> None:
    added = f"{TEMPLATES}/extra.yaml"
    (out / added).write_bytes(
        (out / TEMPLATES / "serviceaccount.yaml").read_bytes().replace(b"\nmetadata", b"\n#\nmetadata")
    )
    (out / TEMPLATES / "serviceaccount.yaml").unlink()
    (out / VALUES).unlink()
    for replicas in ("1", "3"):
        assert program(*MERGE, "--set", f"component.replicas={replicas}").code == 0
        assert not (out / TEMPLATES / "serviceaccount.yaml").exists()
        assert (out / "manifests/dev/extra.yaml").exists()
        assert set(json.loads((out / "artifacts.json").read_text())["merged"]["files"]) == {
            f"{TEMPLATES}/serviceaccount.yaml",
            added,
        }
    (out / added).unlink()
    assert said(program(*MERGE))[0][0] != "merge-conflict", "the gate misses the account"


def test_what_cannot_be_merged(program: Program, out: Path) -> None:
    (out / TEMPLATES / "service.yaml").write_bytes(b"\0")
    replaced(out / TEMPLATES / "configmap.yaml", "\n", "\n<<<<<<< mine\n")
    (out / "manifests/dev/service.yaml").write_text("kind: Service\n")
    (out / "charts/ping-1.0.0.tgz").write_bytes(b"mine")
    before = files_in(out)
    refused = program(*MERGE)
    assert refused.code == 1
    assert sorted(said(refused)) == [
        ("merge-conflict", f"{TEMPLATES}/configmap.yaml:2"),
        ("merge-conflict", f"{TEMPLATES}/service.yaml"),
        ("merge-conflict", "manifests/dev/service.yaml:1"),
    ]
    assert files_in(out) == before


def test_an_edit_that_breaks_a_rule_is_blocked(program: Program, out: Path) -> None:
    replaced(out / DEPLOYMENT, "\nspec:\n", "\nspec:\n  minReadySeconds: soon\n")
    refused = program(*MERGE)
    assert refused.code == 1
    assert "minReadySeconds" in refused.err


def test_without_the_memory_of_the_earlier_output(program: Program, out: Path, tmp_path: Path) -> None:
    replaced(out / VALUES, "# How pods are replaced", "# Mine: how pods are replaced")
    shutil.rmtree(tmp_path / "state")
    refused = program(*MERGE, "--set", "component.replicas=3")
    assert (refused.code, said(refused)) == (1, [("merge-base-missing", VALUES)])
    assert program(*MERGE).code == 0, "the agent changes nothing of it, so it need not be merged"
    assert "# Mine: how" in (out / VALUES).read_text()


def test_without_git(program: Program, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(out / VALUES, "# How pods are replaced", "# Mine: how pods are replaced")
    monkeypatch.setenv("PATH", "")
    refused = program(*MERGE, "--set", "component.replicas=3")
    assert refused.code == 3
    assert "git-missing" in refused.err


def test_overwrite_keeps_a_copy(program: Program, out: Path, workspace: Path) -> None:
    edit(out)
    edited = (out / DEPLOYMENT).read_bytes()
    done = program("generate", MINIMAL, "--overwrite")
    assert done.code == 0
    (name,) = re.findall(r"A copy is (\S+): delete it", done.err)
    assert (workspace / name).read_bytes() == edited
    assert (out / DEPLOYMENT).read_bytes() != edited


def test_a_merged_output_is_published_again_as_it_is(program: Program, out: Path, workspace: Path) -> None:
    edit(out)
    assert program(*MERGE).code == 0
    assert program("republish", "out", "-o", "again").code == 0
    again = workspace / "again"
    assert files_in(again) == files_in(out)
    refused = program("generate", MINIMAL, "-o", "again")
    assert said(refused) == [("file-edited", str(again / DEPLOYMENT))]


@pytest.mark.parametrize("other", ["--overwrite", "--dry-run"])
def test_flags_that_say_something_else(program: Program, other: str) -> None:
    assert program(*MERGE, other).code == 2
