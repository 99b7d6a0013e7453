"""`runs export` and `runs finish`: a run goes to a person as a file, and comes back through the gate."""

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.doors.cli.test_republish import MINIMAL, Program, codes, files_in
from tests.doors.cli.test_runs import runs
from tests.doors.cli.test_secrets import LITERAL, VALUE

WHY = ("--reason", "it got a version", "--by", "Ann")


@pytest.fixture
def blocked(program: Program, workspace: Path) -> dict[str, Any]:
    """A run that the gate blocked."""
    flags = ("--set", "component.container_image=acme/ping:latest")
    assert program("generate", MINIMAL, "-o", "out", *flags).code == 1
    return runs(program)[0]


@pytest.fixture
def saved(program: Program, workspace: Path) -> dict[str, Any]:
    """A run that saved."""
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    return runs(program)[0]


def unpacked(program: Program, run: dict[str, Any], workspace: Path) -> Path:
    assert program("runs", "export", run["run_id"], "-o", "handover.zip").code == 0
    with zipfile.ZipFile("handover.zip") as archive:
        archive.extractall(workspace / "handover")
    return workspace / "handover"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_partial_one_is_marked_and_nothing_of_it_stands_where_it_would_be_applied(
    program: Program, blocked: dict[str, Any], workspace: Path
) -> None:
    told = program("runs", "export", blocked["run_id"], "-o", "a.zip")
    assert (told.code, told.out) == (0, f"{blocked['run_id']}: UNFINISHED, 29 files in a.zip\n")
    with zipfile.ZipFile("a.zip") as archive:
        names = archive.namelist()
        page, mark = archive.read("UNFINISHED.md").decode(), json.loads(archive.read("handover.json"))
    assert [name for name in names if not name.startswith("unfinished/")] == [
        "UNFINISHED.md",
        "handover.json",
        "bundle.yaml",
    ]
    assert "unfinished/manifests/dev/deployment.yaml" in names
    assert "`image-tag`" in page
    ids = ("run_id", "tenant", "trace_id", "status", "finished")
    assert [mark[name] for name in ids] == [blocked["run_id"], "shared", "trace-ping-0001", "blocked", False]
    assert len(runs(program)) == 1, "nothing is recorded of it"
    again = program("runs", "export", blocked["run_id"], "-o", "b.zip")
    assert (again.code, Path("a.zip").read_bytes()) == (0, Path("b.zip").read_bytes())
    assert codes(program("runs", "export", blocked["run_id"], "-o", "a.zip")) == ["file-exists"]
    assert program("runs", "export", blocked["run_id"], "-o", "a.zip", "--force").code == 0


def test_what_was_mended_comes_back_linked_to_the_run(
    program: Program, blocked: dict[str, Any], workspace: Path
) -> None:
    handover = unpacked(program, blocked, workspace)
    still = program("runs", "finish", "handover", *WHY, "--dry-run")
    assert (still.code, codes(still)) == (1, ["image-tag"])
    change(handover / "bundle.yaml", "acme/ping:latest", "acme/ping:1.2.3")
    done = program("runs", "finish", "handover", *WHY)
    assert (done.code, codes(done)) == (0, [])
    new = runs(program)[0]
    assert (new["kind"], new["trace_id"], new["status"]) == ("retry", blocked["trace_id"], "announced")
    record = json.loads(program("runs", "show", new["run_id"], "--json").out)["retries"]
    assert (record["run_id"], record["by"], record["reason"]) == (blocked["run_id"], "Ann", "it got a version")
    assert program("generate", MINIMAL, "-o", "direct", "--set", "component.container_image=acme/ping:1.2.3").code == 0
    assert files_in(workspace / "out") == files_in(workspace / "direct")
    (note,) = json.loads(program("audit", "list", "--json").out)
    assert (note["action"], note["target"], note["outcome"]) == ("runs finish", blocked["run_id"], "done")


def test_edits_of_what_did_not_pass_are_not_lost_without_a_word(
    program: Program, blocked: dict[str, Any], workspace: Path
) -> None:
    handover = unpacked(program, blocked, workspace)
    change(handover / "bundle.yaml", "acme/ping:latest", "acme/ping:1.2.3")
    change(handover / "unfinished/manifests/dev/service.yaml", "port: 80", "port: 81")
    done = program("runs", "finish", "handover", *WHY)
    assert (done.code, codes(done)) == (2, ["handover-edited"])
    assert "unfinished/manifests/dev/service.yaml" in done.err


def test_a_chart_that_passed_is_edited_and_merged(program: Program, saved: dict[str, Any], workspace: Path) -> None:
    handover = unpacked(program, saved, workspace)
    assert (handover / "HANDOVER.md").is_file()
    chart = handover / "charts/ping/templates/deployment.yaml"
    lines = chart.read_text().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith("  replicas:"))
    lines.insert(place + 1, "  minReadySeconds: 7\n")
    chart.write_text("".join(lines))
    done = program("runs", "finish", "handover", *WHY)
    assert (done.code, codes(done)) == (0, [])
    assert "Deployment/ping minReadySeconds added: 7\n" in done.out
    assert "minReadySeconds: 7" in (handover / "manifests/dev/deployment.yaml").read_text()
    assert "minReadySeconds" not in (workspace / "out/manifests/dev/deployment.yaml").read_text()
    assert program("verify", "handover").code == 0
    packed = program("runs", "finish", "handover.zip", "-o", "other", *WHY)
    assert (packed.code, codes(packed)) == (0, [])


def test_a_patch_makes_a_branch(program: Program, blocked: dict[str, Any], workspace: Path) -> None:
    assert program("runs", "export", blocked["run_id"], "-o", "handover.patch").code == 0
    files = unpacked(program, blocked, workspace)
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}

    def git(*arguments: str) -> str:
        environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(workspace), **names}
        command = ["git", "-C", str(workspace / "repository"), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout

    (workspace / "repository").mkdir()
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "first")
    git("switch", "-q", "-c", "mended")
    git("am", "-q", str(workspace / "handover.patch"))
    assert git("log", "-1", "--format=%s") == f"UNFINISHED: infrastructure of ping ({blocked['run_id']})\n"
    place = workspace / "repository/infrastructure/ping"
    packed = {path for path in files_in(files) if not path.endswith(".tgz")}
    assert {path: (files / path).read_bytes() for path in packed} == files_in(place)
    change(place / "bundle.yaml", "acme/ping:latest", "acme/ping:1.2.3")
    assert program("runs", "finish", str(place), *WHY).code == 0


def test_secrets_are_not_handed_over(program: Program, workspace: Path) -> None:
    Path("bundle.yaml").write_text(LITERAL)
    assert program("generate", "bundle.yaml").code == 2
    handover = unpacked(program, runs(program)[0], workspace)
    assert sorted(path.name for path in handover.iterdir()) == ["UNFINISHED.md", "bundle.yaml", "handover.json"]
    assert not [path for path in handover.iterdir() if VALUE in path.read_text()]
    assert "request-secret" in codes(program("runs", "finish", "handover", *WHY))


def test_what_is_no_handover(program: Program, saved: dict[str, Any], workspace: Path) -> None:
    handover = unpacked(program, saved, workspace)
    assert codes(program("runs", "export", saved["run_id"], "-o", "folder")) == ["handover-form"]
    (workspace / "empty").mkdir()
    (workspace / "text").write_text("no archive")
    (workspace / "secret").write_text("mine")
    for path in ("empty", "text", "nothing"):
        assert codes(program("runs", "finish", path, *WHY)) == ["handover-wrong"]
    (handover / "bundle.yaml").unlink()
    (handover / "bundle.yaml").symlink_to(workspace / "secret")
    linked = program("runs", "finish", "handover", *WHY)
    assert (codes(linked), "mine" in linked.err) == (["handover-wrong"], False)
    mark = json.loads((handover / "handover.json").read_text())
    for wrong in ({**mark, "run_id": "run-0"}, {**mark, "tenant": "other"}):
        (handover / "bundle.yaml").unlink(missing_ok=True)
        (handover / "bundle.yaml").write_text(Path(MINIMAL).read_text())
        (handover / "handover.json").write_text(json.dumps(wrong))
        assert codes(program("runs", "finish", "handover", *WHY)) == ["run-unknown"]
    with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("handover.json", " " * 50_000_000)
    assert codes(program("runs", "finish", "bomb.zip", *WHY)) == ["handover-wrong"]
