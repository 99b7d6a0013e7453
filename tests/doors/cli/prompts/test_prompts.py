import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from tests.doors.cli.conftest import Outcome
from tests.evaluation.conftest import PROMPT
from tests.support.chat_server import ChatServer, completion, failure
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
Serve = Callable[..., ChatServer]


def test_list_shows_ones_own_prompts_and_the_built_in_ones(program: Program, workshop: Path) -> None:
    done = program("prompts", "list", "--json")
    entries = {entry["name"]: entry for entry in json.loads(done.out)}
    assert list(entries) == ["drafting", "expansion", "input", "repair", "review", "small", "system"]
    assert (entries["small"]["versions"], entries["small"]["cases"]) == ([1, 2], 2)
    assert "small      v1, v2; 2 cases, 0 recordings\n" in program("prompts", "list").out


def test_show(program: Program, workshop: Path) -> None:
    done = program("prompts", "show", "input")
    assert done.out.startswith("input/v2: Everything about one component")
    assert "trace_id               Id that links the infrastructure to its blueprint.\n" in done.out
    assert "(default 'Kubernetes YAML + Helm Chart')" in done.out
    shown = json.loads(program("prompts", "show", "small", "--version", "1", "--json").out)
    assert (shown["file"], shown["digest"][:7]) == ("prompts/small/v1.yaml", "sha256:")


def test_render_takes_the_sample_a_case_or_a_bundle(program: Program, workshop: Path) -> None:
    assert program("prompts", "render", "small").out == "Please say hello.\n"
    assert program("prompts", "render", "small", "--version", "1", "--case", "second").out == "Say two.\n"
    assert program("prompts", "render", "small", "--set", "word=x=y").out == "Please say x=y.\n"
    done = program("prompts", "render", "small", "--show-messages")
    assert done.out == "--- system\nBe good.\n--- user\nPlease say hello.\n"
    rendered = json.loads(program("prompts", "render", "small", "--json").out)
    assert rendered["messages"][1] == {"role": "user", "text": "Please say hello."}
    bundle = str(EXAMPLES / "order-service.yaml")
    done = program("prompts", "render", "input", "--bundle", bundle)
    assert "\nComponent Name: OrderService\n" in done.out
    assert "\nTarget Environment: dev, staging, prod\n" in done.out
    assert "helm-microservice-template-v3" in done.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["render", "smal"], "prompt-unknown"),
        (["render", "small", "--version", "7"], "prompt-version-unknown"),
        (["render", "small", "--case", "frist"], "case-unknown"),
        (["render", "small", "--set", "word"], "wrong-assignment"),
        (["render", "small", "--set", "wrd=x"], "prompt-value-unknown"),
        (["render", "small", "--set", "word=a\nb"], "prompt-value-lines"),
        (["render", "small", "--case", "first", "--bundle", "x"], "wrong-option"),
        (["render", "small", "--bundle", str(EXAMPLES / "minimal.yaml")], "wrong-option"),
        (["render", "input", "--bundle", "nowhere.yaml"], "file-missing"),
        (["eval", "small"], "no-recordings"),
        (["eval", "small", "--tag", "none"], "tag-unknown"),
        (["eval", "small", "--tag", "short", "--case", "second"], "no-cases"),
        (["eval", "system"], "prompt-not-asked"),
        (["record", "system"], "prompt-not-asked"),
        (["render", "repair", "--bundle", str(EXAMPLES / "minimal.yaml")], "case-not-refused"),
        (["eval", "small", "--html", "a", "--junit", "./a"], "wrong-option"),
        (["eval", "input", "--model", "scriptd"], "model-unknown"),
        (["eval", "small", "--live"], "model-setting-missing"),
        (["eval", "small", "--filter-failing", "nowhere.json"], "results-unreadable"),
        (["record", "small"], "model-setting-missing"),
        (["diff", "small", "1", "3"], "prompt-version-unknown"),
        (["diff", "small", "1", "2", "--model", "none"], "model-unknown"),
        (["lint", "nothing"], "prompt-unknown"),
    ],
)
def test_wrong_input_is_reported_with_its_code(
    program: Program, workshop: Path, arguments: list[str], code: str
) -> None:
    done = program("prompts", *arguments)
    assert done.code == 2
    assert done.err.split()[:2] == ["error", code]
    assert "mend: " in done.err


def test_a_wrong_value_of_the_command_line_is_placed_there(program: Program, workshop: Path) -> None:
    done = program("prompts", "render", "small", "--set", "word=password: hunter2")
    assert done.err.startswith("error prompt-value-secret  --set word\n")
    assert "hunter2" not in done.err


def test_strict_rendering_gives_up_on_any_finding(program: Program, workshop: Path) -> None:
    assert program("prompts", "render", "small", "--strict").code == 0
    path = workshop / "small" / "v2.yaml"
    path.write_text(path.read_text().replace("Please", "<b>Please</b>"))
    assert program("prompts", "render", "small").code == 0
    done = program("prompts", "render", "small", "--strict")
    assert (done.code, done.out) == (1, "")
    assert "warning prompt-markup  prompts/small/v2.yaml:7 template" in done.err


def test_lint(program: Program, workshop: Path) -> None:
    done = program("prompts", "lint")
    assert (done.code, done.out) == (0, "7 prompts: 0 errors, 0 warnings\n")
    (workshop / "small" / "v2.yaml").write_text(PROMPT.replace("{{ word }}", "{{ .Values.word }}"))
    done = program("prompts", "lint", "small", "--json")
    assert done.code == 1
    assert {entry["code"] for entry in json.loads(done.out)} == {"prompt-misplaced"}


def test_lint_reads_data_sets_and_renders_every_case(program: Program, workshop: Path) -> None:
    path = workshop / "small" / "evals" / "words.yaml"
    path.write_text(path.read_text().replace("{word: two}", "{wrd: two}"))
    done = program("prompts", "lint", "small")
    assert done.code == 1
    assert "error prompt-value-unknown  prompts/small/evals/words.yaml:11 cases[1].variables.wrd" in done.err
    assert done.out == "1 prompt: 2 errors, 0 warnings\n"


def test_a_prompt_from_edit_to_reports(program: Program, workshop: Path, served: Serve, workspace: Path) -> None:
    server = served(completion("one"), completion("three"))
    done = program("prompts", "record", "small")
    assert done.code == 1
    assert "failed  small/v2 gpt-4o words/second #1\n    contains: the answer does not contain 'two'\n" in done.out
    assert len(server.requests) == 2
    assert len(list(workshop.rglob("recordings/v2/gpt-4o/*.yaml"))) == 2

    files = ["--results", "r.json", "--junit", "deep/j.xml", "--html", "p.html"]
    done = program("prompts", "eval", "small", "--ci", *files)
    assert done.code == 1
    assert len(server.requests) == 2
    assert done.out.splitlines()[-1].startswith("v2 gpt-4o: pass rate 50.0%, passed 1, failed 1, stale 0")
    assert Xml.parse(workspace / "deep" / "j.xml").getroot().attrib["failures"] == "1"
    assert "<title>Prompt small</title>" in (workspace / "p.html").read_text()

    done = program("prompts", "eval", "small", "--filter-failing", "r.json", "--json")
    assert [result["case"] for result in json.loads(done.out)["results"]] == ["second"]
    assert program("prompts", "eval", "small", "--case", "first").code == 0


def test_nothing_is_left_to_do_when_nothing_failed(program: Program, workshop: Path, served: Serve) -> None:
    served(completion("one"), completion("two"))
    assert program("prompts", "record", "small").code == 0
    assert program("prompts", "eval", "small", "--results", "r.json").code == 0
    done = program("prompts", "eval", "small", "--filter-failing", "r.json")
    assert (done.code, done.out) == (0, "nothing to do: no case failed\n")


def test_an_edited_prompt_is_stale_until_it_is_recorded_again(program: Program, workshop: Path, served: Serve) -> None:
    served(completion("one"), completion("two"), completion("one"), completion("two"))
    assert program("prompts", "record", "small").code == 0
    path = workshop / "small" / "v2.yaml"
    path.write_text(path.read_text().replace("Please", "Kindly"))

    done = program("prompts", "eval", "small")
    assert done.code == 1
    assert done.out.count("stale  small/v2") == 2
    assert "stale, the request is no longer the recorded one" in done.out
    assert "        -Please say one." in done.out

    done = program("prompts", "record", "small", "--missing")
    assert done.code == 0
    assert "2 recordings deleted that nothing asks for any more\n" in done.out
    assert program("prompts", "eval", "small").code == 0


def test_live_evaluation_keeps_nothing(program: Program, workshop: Path, served: Serve) -> None:
    server = served(completion("one"), completion("two"))
    done = program("prompts", "eval", "small", "--live")
    assert done.code == 0
    assert "gpt-4o     100.0%" in done.out
    assert len(server.requests) == 2
    assert list(workshop.rglob("recordings")) == []


def test_a_model_that_is_down_is_an_outside_failure(program: Program, workshop: Path, served: Serve) -> None:
    served(completion("one"), failure(503, "overloaded"))
    done = program("prompts", "eval", "small", "--live")
    assert done.code == 3
    assert "error  small/v2 gpt-4o words/second #1\n    the model's endpoint answered with status 503" in done.out


def test_calls_have_to_be_switched_on(program: Program, workshop: Path, served: Serve) -> None:
    server = served(completion("one"), calls="off")
    for command in ("record", "eval"):
        done = program("prompts", command, "small", *(["--live"] if command == "eval" else []))
        assert done.code == 2
        assert done.err.split()[:2] == ["error", "model-calls-disabled"]
    assert server.requests == []
    assert program("prompts", "eval", "small", "--live", "--ci").err.split()[1] == "no-recordings"


def test_a_budget_ends_a_run(program: Program, workshop: Path, served: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = served(completion("one"), completion("two"))
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_MAX_CALLS", "1")
    done = program("prompts", "record", "small")
    assert (done.code, len(server.requests)) == (3, 1)
    assert done.err.split()[:2] == ["error", "model-budget-exceeded"]


def test_diff_shows_text_and_what_came_of_it(program: Program, workshop: Path, served: Serve) -> None:
    done = program("prompts", "diff", "small", "1", "2", "--case", "first")
    assert done.code == 1
    assert "messages: user  [first]\n    --- v1/user\n    +++ v2/user\n" in done.out
    assert "    -Say one.\n    +Please say one.\n" in done.out
    assert "draft: not compared (v1 was not recorded)" in done.out

    served(completion('{"a": 1}'), completion("two"), completion('{"a": 2}'), completion("two"))
    program("prompts", "record", "small", "--version", "1")
    program("prompts", "record", "small", "--version", "2")
    done = program("prompts", "diff", "small", "1", "2", "--json")
    found = [(entry["case"], entry["part"]) for entry in json.loads(done.out) if "lines" in entry]
    assert found == [("first", "messages"), ("first", "draft"), ("second", "messages")]
    assert program("prompts", "diff", "small", "1", "1").code == 0


def test_the_matrix_covers_versions_and_models(program: Program, workshop: Path, served: Serve) -> None:
    served(*[completion(word) for word in ("one", "two") * 4])
    for version in ("1", "2"):
        assert (
            program(
                "prompts", "record", "small", "--version", version, "--model", "gpt-4o", "--model", "gpt-4o-2024-08-06"
            ).code
            == 0
        )
    done = program("prompts", "eval", "small", "--version", "1", "--version", "2", "--json")
    rows = json.loads(done.out)["summary"]
    assert [(row["version"], row["model"], row["passed"]) for row in rows] == [
        (1, "gpt-4o", 2),
        (1, "gpt-4o-2024-08-06", 2),
        (2, "gpt-4o", 2),
        (2, "gpt-4o-2024-08-06", 2),
    ]
    done = program("prompts", "eval", "small", "--model", "gpt-4o", "--repeat", "3")
    assert done.out.splitlines()[-1].split()[:5] == ["v2", "gpt-4o", "100.0%", "6", "0"]


@pytest.mark.parametrize("name", ["expansion", "input", "repair", "review"])
def test_the_built_in_recordings_are_up_to_date(program: Program, name: str) -> None:
    """Who changes a prompt, a data set, a policy or a template runs `python -m scripts.record_stand_ins` again."""
    done = program("prompts", "eval", name, "--ci")
    assert done.code == 0, done.out
    assert "scripted: no model was asked; a script wrote these answers.\n" in done.out


def test_a_long_text_of_a_definition_is_told_by_its_length_alone(program: Program) -> None:
    done = program("prompts", "render", "expansion", "--case", "very-long-value")
    assert done.code == 0
    assert '"env":[{"name":"FILLER","value":"(1619 characters)"}]' in done.out
    assert "lorem" not in done.out


def test_a_broken_recording_is_reported(program: Program, workshop: Path) -> None:
    path = workshop / "small" / "recordings" / "v1" / "gpt-4o" / "first.0.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("made_by: me\n")
    done = program("prompts", "eval", "small")
    assert done.code == 2
    assert "error wrong-value  prompts/small/recordings/v1/gpt-4o/first.0.yaml:1:10 made_by" in done.err


def test_a_report_that_cannot_be_written(program: Program, workshop: Path, served: Serve) -> None:
    served(completion("one"), completion("two"))
    program("prompts", "record", "small")
    (workshop.parent / "file").write_text("")
    done = program("prompts", "eval", "small", "--html", "file/page.html")
    assert done.code == 3
    assert done.err.startswith("error file-unwritable  file/page.html")
