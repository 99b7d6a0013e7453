"""Wrong input: every mistake at once, with file, line and remedy, and nothing half written."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bootstrap.use_cases.prompts.evaluation import build_evaluate
from agent.settings import load_settings
from agent.use_cases.prompts.evaluation import EvaluateCommand
from tests.doors.cli.conftest import Outcome
from tests.support.chat_server import ChatServer, completion

Program = Callable[..., Outcome]
Serve = Callable[..., ChatServer]


def codes(done: Outcome) -> list[str]:
    return re.findall(r"^error (\S+)", done.err, re.MULTILINE)


def test_eval_reports_every_wrong_word_of_its_command_line(program: Program, workshop: Path) -> None:
    wrong = ["--version", "8", "--version", "9", "--case", "frist", "--tag", "shrt", "--filter-failing", "no.json"]
    done = program("prompts", "eval", "small", *wrong)
    assert done.code == 2
    assert codes(done) == [
        "prompt-version-unknown",
        "prompt-version-unknown",
        "results-unreadable",
        "case-unknown",
        "tag-unknown",
        "no-recordings",
    ]
    assert "Did you mean first?" in done.err
    assert "Did you mean short?" in done.err


def test_record_reports_the_settings_beside_the_rest(program: Program, workshop: Path) -> None:
    done = program("prompts", "record", "small", "--version", "9", "--case", "frist")
    assert (done.code, codes(done)) == (2, ["prompt-version-unknown", "case-unknown", "model-setting-missing"])


def test_diff_reports_both_versions(program: Program, workshop: Path) -> None:
    done = program("prompts", "diff", "small", "7", "8", "--case", "frist", "--model", "nobody")
    assert done.code == 2
    assert codes(done) == ["prompt-version-unknown", "prompt-version-unknown", "case-unknown", "model-unknown"]


def test_lint_reports_every_unknown_prompt(program: Program, workshop: Path) -> None:
    done = program("prompts", "lint", "smal", "revue")
    assert (done.code, codes(done)) == (2, ["prompt-unknown", "prompt-unknown"])


def test_lint_reads_recordings_and_prices(program: Program, workshop: Path) -> None:
    (workshop / "prices.yaml").write_text("models: {gpt-4o: {input_per_million: -1, output_per_million: 1}}\n")
    path = workshop / "small" / "recordings" / "v2" / "gpt-4o" / "first.0.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("made_by: [\n")
    (workshop / "small" / "evals" / "words.yaml").write_text("description: 1\n")
    done = program("prompts", "lint", "small")
    assert done.code == 1
    places = re.findall(r"^error \S+  (\S+?):\d", done.err, re.MULTILINE)
    assert {*places} == {
        "prompts/prices.yaml",
        "prompts/small/recordings/v2/gpt-4o/first.0.yaml",
        "prompts/small/evals/words.yaml",
    }


def test_a_broken_prompt_does_not_hide_the_others(program: Program, workshop: Path) -> None:
    (workshop / "small" / "v2.yaml").write_text("name: small\n  version: [\n")
    done = program("prompts", "list")
    assert (done.code, codes(done)) == (2, ["yaml-syntax"])
    assert "expansion  v1, v2;" in done.out
    assert program("prompts", "show", "small", "--version", "1").code == 0
    assert program("prompts", "render", "small", "--version", "1").out == "Say hello.\n"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("Say {{ word }}.", "Say {{ .Values.word }} {{ word }}", "prompt-helm-template", 7),
        ("Say {{ word }}.", "{% if word %}{{ word }}", "prompt-syntax", 7),
        ("Say {{ word }}.", "{{ word }} {{ wrod }}", "prompt-undeclared-variable", 7),
        ("Say {{ word }}.", "Say it.", "prompt-unused-variable", 9),
        ("Say {{ word }}.", "<b>{{ word }}</b>", "prompt-markup", 7),
        ("Say {{ word }}.", "{{ word }} \u202e", "prompt-invisible", 7),
        ("Say {{ word }}.", "{{ word }}" + " much more" * 20_000, "prompt-size", 6),
        ("sample: {word: hello}", "sample: {}", "prompt-value-missing", 12),
        ("max_tokens: 10", "temperature: 0", "prompt-limit", 11),
        ("template_format: jinja2", "template_format: handlebars", "wrong-value", 5),
        ("version: 1", "version: 3", "prompt-misplaced", 2),
    ],
)
def test_lint_places_each_mistake(program: Program, workshop: Path, old: str, new: str, code: str, line: int) -> None:
    path = workshop / "small" / "v1.yaml"
    path.write_text(path.read_text().replace(old, new), encoding="utf-8")
    done = program("prompts", "lint", "small", "--version", "1", "--json")
    found = [(entry["code"], entry["line"]) for entry in json.loads(done.out)]
    assert (code, line) in found
    assert all(entry["remedy"] for entry in json.loads(done.out))
    assert done.code == (0 if code == "prompt-markup" else 1)


def test_reports_are_refused_before_anything_is_asked(program: Program, workshop: Path, served: Serve) -> None:
    server = served(completion("one"), completion("two"))
    (workshop.parent / "file").write_text("")
    done = program(
        "prompts", "eval", "small", "--live", "--html", "file/p.html", "--junit", "prompts", "--results", "r.json"
    )
    assert (done.code, codes(done)) == (3, ["file-unwritable", "file-unwritable"])
    assert server.requests == []
    assert not (workshop.parent / "r.json").exists()


def test_a_report_replaces_the_old_one_as_a_whole(program: Program, workshop: Path, served: Serve) -> None:
    served(completion("one"), completion("two"))
    program("prompts", "record", "small")
    target = workshop.parent / "p.html"
    target.write_text("old")
    assert program("prompts", "eval", "small", "--html", "p.html").code == 0
    assert target.read_text().startswith("<!doctype html>")
    assert [path.name for path in workshop.parent.glob(".*.part")] == []


def test_whoever_breaks_off_keeps_what_was_answered(workshop: Path, served: Serve) -> None:
    server = served(completion("one"), completion("two"))

    def interrupt(_total: int, _result: object) -> None:
        raise KeyboardInterrupt

    files = {"results": Path("r.json"), "html": Path("p.html")}
    with pytest.raises(KeyboardInterrupt):
        build_evaluate(load_settings(), watch=interrupt)(EvaluateCommand(prompt="small", live=True, **files))
    assert len(server.requests) == 1
    (kept,) = json.loads(files["results"].read_text())["results"]
    assert (kept["case"], kept["status"]) == ("first", "passed")
    assert files["html"].read_text().startswith("<!doctype html>")


def test_a_pipe_gets_the_results_once(program: Program, workshop: Path, served: Serve) -> None:
    served(completion("one"), completion("two"))
    os.mkfifo("pipe")
    reading = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert program("prompts", "eval", "small", "--live", "--results", "pipe").code == 0
    assert len(json.loads(os.read(reading, 1_000_000))["results"]) == 2


def test_broken_prices_are_found_before_a_model_is_asked(program: Program, workshop: Path, served: Serve) -> None:
    server = served(completion("one"), completion("two"))
    (workshop / "prices.yaml").write_text("models: 1\n")
    for command in (["record", "small"], ["eval", "small", "--live"]):
        done = program("prompts", *command)
        assert (done.code, server.requests) == (2, [])
        assert "prompts/prices.yaml:1" in done.err


def test_results_of_another_prompt_are_refused(program: Program, workshop: Path) -> None:
    assert program("prompts", "eval", "input", "--results", "r.json").code == 0
    done = program("prompts", "eval", "small", "--filter-failing", "r.json")
    assert done.code == 2
    assert "results-foreign" in codes(done)


@pytest.mark.parametrize("number", ["0", "-1", "101", "x"])
def test_a_repetition_is_a_small_number(program: Program, workshop: Path, number: str) -> None:
    done = program("prompts", "eval", "input", "--repeat", number)
    assert (done.code, done.out) == (2, "")


def test_a_system_message_is_compared_by_its_text(program: Program, workshop: Path) -> None:
    text = program("prompts", "render", "system").out
    folder = workshop / "system"
    folder.mkdir()
    for number in (1, 2):
        body = "".join(f"  {line}\n" for line in text.splitlines()) + ("  Be brief.\n" if number == 2 else "")
        head = f"name: system\nversion: {number}\ndescription: D.\nrole: system\ntemplate_format: jinja2\n"
        (folder / f"v{number}.yaml").write_text(f"{head}template: |\n{body}")
    done = program("prompts", "diff", "system", "1", "2")
    assert done.code == 1
    assert "messages: system  [sample]\n" in done.out
    assert "    +Be brief.\n" in done.out


def test_files_that_nobody_reads_are_told(program: Program, workshop: Path) -> None:
    for name in ("v3.yml", "v03.yaml", "evals/more.yml"):
        (workshop / "small" / name).write_text("")
    done = program("prompts", "lint", "small", "--json")
    found = [(entry["code"], entry["severity"], entry["file"]) for entry in json.loads(done.out)]
    assert done.code == 0
    assert found == [
        ("prompt-file-ignored", "warning", f"prompts/small/{name}") for name in ("v03.yaml", "v3.yml", "evals/more.yml")
    ]


def test_results_without_any_case_of_now_are_no_success(program: Program, workshop: Path, served: Serve) -> None:
    served(completion("no"), completion("two"))
    done = program("prompts", "record", "small", "--json")
    recorded = json.loads(done.out)
    assert (done.code, recorded["removed"], [row["failed"] for row in recorded["summary"]]) == (1, 0, [1])
    assert program("prompts", "eval", "small", "--results", "r.json").code == 1
    done = program("prompts", "eval", "small", "--filter-failing", "r.json", "--case", "second")
    assert (done.code, codes(done)) == (2, ["no-cases"])
