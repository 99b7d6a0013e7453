"""What `-o` may name, and what is said of files of others in the output folder."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_generate import files_in
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL, ORDER = str(EXAMPLES / "minimal.yaml"), str(EXAMPLES / "order-service.yaml")

CURRENT = "it is the current folder or holds it, and is replaced as a whole"
#: What a user writes after -o, and what is said of it.
UNUSABLE = {
    "": "it names no folder",
    "  ": "it names no folder",
    "https://registry.example.com/charts": "it is an address",
    "~/out": "the shell has not filled in the home folder",
    "a\nb": "its name has control characters",
    ".": CURRENT,
    "..": CURRENT,
    "inner/../..": CURRENT,
    "/": CURRENT,
    "file": "it is a file",
    "link-to-file": "it is a file",
    "pipe": "it is a pipe",
    "/dev/zero": "it is a device",
    "loop": "there can be no folder of this name",
    "x" * 300: "there can be no folder of this name: File name too long",
}


@pytest.fixture
def things(workspace: Path) -> Path:
    """Put down whatever a user may name by mistake."""
    (workspace / "file").write_text("mine")
    (workspace / "link-to-file").symlink_to("file")
    (workspace / "loop").symlink_to("loop")
    (workspace / "inner").mkdir()
    os.mkfifo(workspace / "pipe")
    return workspace


#: The same for commands that have no stream to write.
NO_FOLDER = UNUSABLE | {"-": "standard output takes no folder"}


def told(outcome: Outcome) -> tuple[int, str, str]:
    """Exit code, first line and message."""
    first, message, remedy, *_ = outcome.err.splitlines()
    assert remedy.startswith("  mend: ")
    assert len(remedy) > len("  mend: ")
    return outcome.code, first, message.strip()


@pytest.mark.parametrize("place", UNUSABLE)
def test_what_can_be_no_output_folder_is_told_at_the_option(place: str, program: Program, things: Path) -> None:
    before = sorted(path.name for path in things.iterdir())
    code, first, message = told(program("generate", MINIMAL, "-o", place))
    assert (code, first) == (2, "error output-unusable  --output")
    assert message.startswith(f"the output folder {place!r}: {UNUSABLE[place]}")
    assert sorted(path.name for path in things.iterdir()) == before
    assert (things / "file").read_text() == "mine"


@pytest.mark.parametrize("place", ["file/out", "file/deeper/out", "/dev/null/out", "pipe/out"])
def test_a_folder_cannot_be_in_what_is_none(place: str, program: Program, things: Path) -> None:
    code, first, message = told(program("generate", MINIMAL, "-o", place))
    assert (code, first) == (3, "error output-failed  --output")
    kind = {"file": "a file", "/dev": "a device", "pipe": "a pipe"}[
        place.rpartition("/")[0].split("/null")[0].split("/deep")[0]
    ]
    assert message.startswith(f"{Path(place).absolute()} cannot be written: ")
    assert message.endswith(f" is {kind}")


@pytest.mark.parametrize(
    "place", ["new/deep/out", "inner/../out", "../beside", "inner", "link-to-nothing", "./~", " a "]
)
def test_whatever_can_be_a_folder_may_be_one(place: str, program: Program, things: Path) -> None:
    (things / "link-to-nothing").symlink_to("made/by/it")
    assert program("generate", MINIMAL, "-o", place, "-q").code == 0
    assert (things / place / "artifacts.json").is_file()


def test_a_disk_that_cannot_be_written_is_named_without_names_of_ours(program: Program, workspace: Path) -> None:
    code, first, message = told(program("generate", MINIMAL, "-o", "/proc/out"))
    assert (code, first) == (3, "error output-failed  --output")
    assert message == "/proc cannot be written: No such file or directory"


def test_files_of_others_are_refused_and_never_replaced_in_silence(program: Program, workspace: Path) -> None:
    (workspace / "out" / "manifests").mkdir(parents=True)
    (workspace / "out" / "artifacts.json").write_text('[{"name": "app", "type": "Binary"}]')
    (workspace / "out" / "manifests" / "dev").write_text("notes")
    before = files_in(workspace / "out")
    outcome = program("generate", MINIMAL)
    assert outcome.code == 2
    for place in ("out/manifests/dev", "out/artifacts.json"):
        assert f"error file-not-ours  {workspace}/{place}\n" in outcome.err
    assert files_in(workspace / "out") == before
    outcome = program("generate", MINIMAL, "--overwrite")
    assert outcome.code == 0
    assert "warning file-replaced  out/artifacts.json\n" in outcome.err
    assert "warning file-kept  out/manifests/dev.kept\n" in outcome.err
    assert (workspace / "out" / "manifests" / "dev.kept").read_text() == "notes"


def test_a_file_that_helm_would_deploy_too_is_told_of(program: Program, workspace: Path) -> None:
    assert program("generate", MINIMAL).code == 0
    (workspace / "out/charts/ping/templates/mine.yaml").write_text("kind: Secret")
    outcome = program("generate", MINIMAL)
    assert outcome.code == 0
    assert "warning file-unchecked  out/charts/ping/templates/mine.yaml\n" in outcome.err
    (finding,) = json.loads(program("generate", MINIMAL, "--json").out)["receipt"]["findings"]
    assert (finding["code"], finding["file"]) == ("file-unchecked", "out/charts/ping/templates/mine.yaml")
    many = program("generate", MINIMAL, ORDER, "-o", "many")
    (workspace / "many/ping/manifests/dev/mine.yaml").write_text("kind: Secret")
    many = program("generate", MINIMAL, ORDER, "-o", "many")
    assert (many.code, many.err.count("warning file-unchecked  many/ping/manifests/dev/mine.yaml\n")) == (0, 1)


def test_events_of_somebody_else_are_refused_before_the_run(program: Program, workspace: Path) -> None:
    (workspace / "out").mkdir()
    (workspace / "out" / "events.jsonl").write_text('{"event": "click"}\n')
    before = files_in(workspace / "out")
    code, first, message = told(program("generate", MINIMAL, "--overwrite"))
    assert (code, first) == (2, f"error file-not-ours  {workspace}/out/events.jsonl:1")
    assert message == "a file of somebody else is where the events go: its line 1 is no event of ours"
    assert files_in(workspace / "out") == before
    assert program("generate", MINIMAL, "--dry-run").code == 0
    (workspace / "out" / "events.jsonl").unlink()
    assert program("generate", MINIMAL).code == 0
    with (workspace / "out" / "events.jsonl").open("a") as file:
        file.write('{"event": "Trace')  # a run was killed
    assert program("generate", MINIMAL).code == 0
    events = [json.loads(line)["event"] for line in (workspace / "out" / "events.jsonl").read_text().splitlines()]
    assert len(events) == 2 * 4


def test_failures_are_not_told_in_a_file_of_somebody_else_either(program: Program, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "events.jsonl").write_text("notes\n")
    outcome = program("generate", MINIMAL, "--set", "component.container_image=acme/x:latest")
    assert outcome.code == 1
    assert f"error event-not-written  {tmp_path}/state/events.jsonl\n" in outcome.err
    assert "its line 1 is no event of ours; not delivered: InfraValidationFailed" in outcome.err
    assert (tmp_path / "state" / "events.jsonl").read_text() == "notes\n"
    assert program("generate", MINIMAL).code == 0, "a run that saves needs nothing of it"


@pytest.mark.parametrize("place", ["", "-", "file", "pipe", "loop", "/dev/zero", "https://x/y", "x" * 300])
def test_a_new_run_is_not_compared_with_what_is_no_folder(place: str, program: Program, things: Path) -> None:
    code, first, message = told(program("diff", MINIMAL, "-o", place))
    assert (code, first) == (2, "error output-unusable  --output")
    assert message.startswith(f"the output folder {place!r}: {NO_FOLDER.get(place, 'it is an address')}")


def test_a_pipe_at_an_output_path_keeps_nobody_waiting(program: Program, workspace: Path) -> None:
    (workspace / "out" / "manifests" / "dev").mkdir(parents=True)
    for path in ("artifacts.json", "events.jsonl", "manifests/dev/service.yaml"):
        os.mkfifo(workspace / "out" / path)
    assert program("diff", MINIMAL, "-o", "out").code == 1
    outcome = program("generate", MINIMAL)
    assert outcome.code == 2
    assert outcome.err.count("a pipe of somebody else is here") == 2


def test_republishing_tells_of_files_of_others_too(program: Program, workspace: Path) -> None:
    assert program("generate", MINIMAL).code == 0
    (workspace / "beside" / "charts" / "ping" / "templates").mkdir(parents=True)
    (workspace / "beside/charts/ping/templates/mine.yaml").write_text("kind: Secret")
    outcome = program("republish", "out", "-o", "beside")
    assert outcome.code == 0
    assert "warning file-unchecked  beside/charts/ping/templates/mine.yaml\n" in outcome.err
    (workspace / "copy").mkdir()
    (workspace / "copy" / "events.jsonl").write_text("notes\n")
    code, first, _ = told(program("republish", "out", "-o", "copy"))
    assert (code, first) == (2, f"error file-not-ours  {workspace}/copy/events.jsonl:1")
    assert files_in(workspace / "copy") == {"events.jsonl": b"notes\n"}
