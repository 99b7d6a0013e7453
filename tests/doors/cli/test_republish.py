"""What an output folder holds is announced once more: its exact bytes, through the gate of today."""

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from plugins.artifact_emitter.index import INDEX
from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_events import without_reader
from tests.support.generation import EXAMPLES, ROOT

Program = Callable[..., Outcome]
MINIMAL, ORDER = str(EXAMPLES / "minimal.yaml"), str(EXAMPLES / "order-service.yaml")


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of an output but its events."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: content for path, content in files.items() if path != "events.jsonl"}


def events_in(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


def codes(outcome: Outcome) -> list[str]:
    assert "Traceback" not in outcome.err
    return [line.split()[1] for line in outcome.err.splitlines() if line.startswith("error ")]


@pytest.fixture
def out(program: Program, workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output; it is generated once, since all that these tests need of it is its bytes."""
    made = tmp_path_factory.getbasetemp() / "made-once"
    if not made.exists():
        assert program("generate", MINIMAL, "-o", str(made), "-q").code == 0
    return Path(shutil.copytree(made, workspace / "out"))


@pytest.fixture
def stricter(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the output was made, the platform settles on a registry."""
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates)
    profile = templates / "policies" / "profiles" / "platform.yaml"
    text = profile.read_text()
    assert "allowed: []}}\n  cpu-limit" in text
    profile.write_text(text.replace("allowed: []}}\n  cpu-limit", "allowed: [ours.example]}}\n  cpu-limit"))
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(templates))


def test_events_that_were_lost_come_again_with_their_own_ids(program: Program, workspace: Path) -> None:
    lost = without_reader("generate", MINIMAL, "-o", "out", "--events")
    assert (lost.returncode, "run `infra-engineer republish out`" in lost.stderr) == (3, True)
    out = workspace / "out"
    before, first = files_in(out), events_in(out)
    told = program("republish", "out", "--events")
    assert told.code == 0
    assert files_in(out) == before
    again = [json.loads(line) for line in told.out.splitlines()]
    assert again == [{**event, **({"source": "record"} if "source" in event else {})} for event in first]
    assert events_in(out) == [*first, *again]
    assert "previous_execution_id" not in told.out


def test_a_saved_copy_is_put_into_a_new_folder(program: Program, workspace: Path, tmp_path: Path) -> None:
    assert program("generate", ORDER, "-o", "saved", "--with", "kustomize", "-q").code == 0
    done = program("republish", "saved", "-o", "out")
    assert done.code == 0
    assert done.out == (
        "OrderService: republished for dev, prod, staging from saved into out (73 written, 0 unchanged, 0 removed)\n"
    )
    assert files_in(workspace / "out") == files_in(workspace / "saved")
    assert (tmp_path / "state" / "memory.sqlite").is_file()
    result = json.loads(program("republish", "saved", "-o", "out", "--json").out)
    index = json.loads((workspace / "saved" / INDEX).read_text())
    assert result["digest"] == index["digest"] == result["receipt"]["digest"]
    assert (result["status"], result["problems"], result["receipt"]["written"]) == ("published", [], [])
    assert (result["execution_id"], result["previous_execution_id"]) == ("exec-8128-xyz", None)
    assert len(result["events"]) == 8
    again = program("generate", ORDER, "-o", "out", "--with", "kustomize")
    assert again.out.startswith("OrderService: unchanged for dev, prod, staging in out")


def test_what_the_gate_refuses_by_now_is_not_published_again(
    program: Program, out: Path, tmp_path: Path, stricter: None
) -> None:
    before = files_in(out)
    refused = program("republish", "out", "-o", "new")
    assert (refused.code, refused.out, codes(refused)) == (1, "", ["image-registry"])
    assert "error image-registry  out/manifests/dev/deployment.yaml:" in refused.err
    assert refused.err.endswith("Ping: blocked\n")
    assert files_in(out) == before
    assert not Path("new").exists()
    blocked, failed = events_in(tmp_path / "state")
    assert (blocked["event"], failed["event"]) == ("InfraValidationFailed", "InfrastructureGenerationFailed")
    assert (failed["component"], failed["trace_id"]) == ("Ping", "trace-ping-0001")
    assert blocked["digest"] == index_of(out)["digest"]
    result = json.loads(program("republish", "out", "--json").out)
    assert (result["status"], result["failure"], result["receipt"]) == ("blocked", "policy_violation", None)


def index_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / INDEX).read_text())
    return data


def listing(folder: Path, path: str, content: bytes = b"x") -> None:
    """Put a file into an index, as somebody would who wants it to be published."""
    index = index_of(folder)
    index["artifacts"].append({"path": path, "sha256": sha256(content).hexdigest(), "size": len(content)})
    (folder / INDEX).write_text(json.dumps(index))


def changed(folder: Path) -> None:
    (folder / "manifests/dev/service.yaml").write_text("changed")


def changed_with_its_digest(folder: Path) -> None:
    changed(folder)
    index = index_of(folder)
    entry = next(entry for entry in index["artifacts"] if entry["path"] == "manifests/dev/service.yaml")
    entry |= {"sha256": sha256(b"changed").hexdigest(), "size": 7}
    (folder / INDEX).write_text(json.dumps(index))


def everything_at_once(folder: Path) -> None:
    changed(folder)
    (folder / "manifests/dev/deployment.yaml").unlink()
    (folder / "manifests/dev/evil.yaml").write_text("kind: Pod\n")


def elsewhere(folder: Path) -> None:
    (folder / INDEX).write_bytes((folder.parent / "other" / INDEX).read_bytes())


def linked(folder: Path) -> None:
    file = folder / "manifests/dev/service.yaml"
    file.rename(folder / "kept.yaml")
    file.symlink_to("../../kept.yaml")


def linked_folder(folder: Path) -> None:
    (folder / "manifests/dev").rename(folder / "kept")
    (folder / "manifests/dev").symlink_to("../kept")


def piped(folder: Path) -> None:
    (folder / "manifests/dev/service.yaml").unlink()
    os.mkfifo(folder / "manifests/dev/service.yaml")


def without_report(folder: Path) -> None:
    index = index_of(folder)
    index["artifacts"] = [entry for entry in index["artifacts"] if entry["path"] != "report.json"]
    (folder / INDEX).write_text(json.dumps(index))


def failed_report(folder: Path) -> None:
    text = (folder / "report.json").read_text().replace('"passed"', '"failed"', 1)
    (folder / "report.json").write_text(text)
    without_report(folder)
    listing(folder, "report.json", text.encode())


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (changed, ["record-file-changed"]),
        (changed_with_its_digest, ["record-digest"]),
        (everything_at_once, ["record-file-missing", "record-file-changed", "record-file-added"]),
        (lambda folder: (folder / "charts/ping/templates/more.yaml").write_text("{}"), ["record-file-added"]),
        (lambda folder: (folder / "charts/evil").symlink_to("/etc"), ["record-file-added"]),
        (lambda folder: listing(folder, "../x"), ["record-path"]),
        (lambda folder: listing(folder, "/etc/passwd"), ["record-path"]),
        (lambda folder: listing(folder, "manifests/../../x"), ["record-path"]),
        (lambda folder: listing(folder, ".github/workflows/x.yml"), ["record-path"]),
        (lambda folder: listing(folder, "report.json"), ["record-path"]),
        (lambda folder: listing(folder, "manifests/dev/none.yaml"), ["record-file-missing"]),
        (linked, ["record-link"]),
        (linked_folder, ["record-link"] * 4 + ["record-file-added"]),
        (piped, ["record-file-missing"]),
        (without_report, ["record-report"]),
        (failed_report, ["record-report"]),
        (lambda folder: (folder / INDEX).write_text("{"), ["record-index"]),
        (lambda folder: (folder / INDEX).unlink(), ["record-index"]),
        (shutil.rmtree, ["record-missing"]),
    ],
)
def test_a_folder_that_is_not_as_it_was_recorded_is_refused(
    program: Program, out: Path, tmp_path: Path, tamper: Callable[[Path], Any], expected: list[str]
) -> None:
    tamper(out)
    refused = program("republish", "out", "-o", "new")
    assert (refused.code, codes(refused), refused.out) == (2, expected, "")
    assert not Path("new").exists()
    (event,) = events_in(tmp_path / "state")
    assert (event["event"], event["component"]) == ("InfrastructureGenerationFailed", "out")
    assert [error["code"] for error in event["errors"]] == expected
    assert all(error["remedy"] for error in event["errors"])


def test_an_index_from_elsewhere_is_refused(program: Program, out: Path) -> None:
    assert program("generate", ORDER, "-o", "other", "-q").code == 0
    elsewhere(out)
    refused = program("republish", "out", "--json")
    assert refused.code == 2
    result = json.loads(refused.out)
    assert {problem["code"] for problem in result["problems"]} >= {"record-file-missing", "record-file-added"}
    assert [event["event"] for event in result["events"]] == ["InfrastructureGenerationFailed"]


def test_what_others_keep_beside_the_output_does_not_matter(program: Program, out: Path) -> None:
    (out / "README.md").write_text("ours")
    (out / ".git").mkdir()
    assert program("republish", "out").code == 0
    assert (out / "README.md").read_text() == "ours"


def test_a_folder_of_several_outputs_names_them(program: Program, workspace: Path) -> None:
    assert program("generate", MINIMAL, ORDER, "-o", "all", "-q").code == 0
    refused = program("republish", "all")
    assert (refused.code, codes(refused)) == (2, ["record-index"])
    assert "mend: Name one output: all/orderservice, all/ping." in refused.err


@pytest.mark.parametrize("flags", [["--only", "chart"], ["--only", "manifests"], ["--config-only"]])
def test_an_output_that_does_not_tell_enough_is_refused(program: Program, workspace: Path, flags: list[str]) -> None:
    assert program("generate", MINIMAL, "-o", "part", "-q", *flags).code == 0
    refused = program("republish", "part")
    assert (refused.code, codes(refused)) == (2, ["record-incomplete"])
    lost = without_reader("generate", MINIMAL, "-o", "part", "--events", *flags)
    assert "and generate again: equal files stay" in lost.stderr, "no command is named that would refuse"


def test_output_of_another_component_does_not_make_way(program: Program, out: Path, workspace: Path) -> None:
    assert program("generate", ORDER, "-o", "order", "-q").code == 0
    before = files_in(out)
    refused = program("republish", "order", "-o", "out")
    assert (refused.code, codes(refused)) == (2, ["output-of-another"])
    assert "here is the output of ping for shared, and not of orderservice for acme" in refused.err
    assert files_in(out) == before


def test_edited_files_are_replaced_only_if_that_is_said(program: Program, out: Path, workspace: Path) -> None:
    shutil.copytree(out, "saved")
    edited = out / "manifests/dev/service.yaml"
    edited.write_text("edited")
    refused = program("republish", "saved", "-o", "out")
    assert (refused.code, codes(refused)) == (2, ["file-edited"])
    assert edited.read_text() == "edited"
    assert program("republish", "saved", "-o", "out", "--overwrite").code == 0
    assert files_in(out) == files_in(workspace / "saved")


def test_a_reader_that_goes_away_again_is_told_the_same_command(program: Program, out: Path) -> None:
    done = without_reader("republish", "out", "-o", "new folder", "--events")
    assert done.returncode == 3
    assert "run `infra-engineer republish out -o 'new folder'`: the files stay" in done.stderr
    assert done.stderr.endswith("(27 written, 0 unchanged, 0 removed), but not announced\n")


def test_both_formats_on_one_stream_are_refused(program: Program, out: Path) -> None:
    assert program("republish", "out", "--json", "--events").code == 2
