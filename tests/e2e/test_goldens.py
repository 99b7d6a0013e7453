import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.generation import CASES, EXAMPLES, FAILURES, GOLDENS, SUCCESSES, Case, Generated
from tests.support.goldens import differences, event_lines, files_of, golden_of

Generate = Callable[[Case], Generated]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whole_output_is_the_golden(case: Case, generated: Generate) -> None:
    found = differences(files_of(GOLDENS / case.name), golden_of(generated(case)))
    if found:
        pytest.fail(f"{found}\nIf that is right, run `make goldens` and review the difference.", pytrace=False)


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_index_has_the_digest_of_every_file_on_disk(case: Case, generated: Generate) -> None:
    files = files_of(generated(case).folder)
    index = json.loads(files.pop("artifacts.json"))
    del files["events.jsonl"]
    found = [
        {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for path, content in files.items()
    ]
    assert sorted(index["artifacts"], key=lambda entry: entry["path"]) == sorted(found, key=lambda entry: entry["path"])
    assert any(entry["path"].endswith(".tgz") for entry in index["artifacts"])


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_report_passed_for_the_very_files_of_the_index(case: Case, generated: Generate) -> None:
    folder = generated(case).folder
    report = json.loads((folder / "report.json").read_bytes())
    assert report["status"] == "passed"
    assert report["digest"] == json.loads((folder / "artifacts.json").read_bytes())["digest"]
    assert [check["code"] for check in report["checks"] if check["status"] == "failed"] == []


@pytest.mark.parametrize("case", FAILURES, ids=str)
def test_failed_example_writes_nothing_but_its_event(case: Case, generated: Generate, state_dir: Path) -> None:
    outcome = generated(case)
    assert {problem.code for problem in outcome.result.problems} == {"trace-missing"}
    assert outcome.result.fault == "input"
    assert not outcome.folder.exists()
    assert event_lines(outcome.result) in (state_dir / "events.jsonl").read_bytes()


def test_every_golden_has_its_example() -> None:
    assert {path.name for path in GOLDENS.iterdir() if path.is_dir()} == {case.name for case in CASES}


def test_there_are_enough_shapes() -> None:
    assert len(SUCCESSES) >= 12


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_yaml_examples_carry_the_editor_modeline(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../docs/bundle.schema.json"
