"""What prompt engineers do all day: another system message, answers side by side, again after each change."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.doors.cli.prompts.watching import watch
from tests.doors.cli.conftest import Outcome
from tests.support.chat_server import ChatServer, completion

Program = Callable[..., Outcome]
Serve = Callable[..., ChatServer]
BASE = "name: base\nversion: {number}\ndescription: D.\nrole: system\ntemplate_format: jinja2\ntemplate: Be {word}.\n"


@pytest.fixture
def two_systems(workshop: Path) -> Path:
    """A prompt whose system message comes from another one, which has two versions."""
    (workshop / "base").mkdir()
    for number, word in ((1, "good"), (2, "brief")):
        (workshop / "base" / f"v{number}.yaml").write_text(BASE.format(number=number, word=word))
    path = workshop / "small" / "v2.yaml"
    path.write_text(path.read_text().replace("system_template: Be good.", "system: base/v1"))
    assert "system: base/v1" in path.read_text()
    return workshop


def test_a_system_message_is_tried_without_new_versions_of_the_prompt(
    program: Program, two_systems: Path, served: Serve
) -> None:
    server = served(*[completion(word) for word in ("one", "two", "one", "nothing")])
    done = program("prompts", "eval", "small", "--live", "--system", "base/v1", "--system", "base/v2", "--json")
    assert [request["messages"][0]["content"] for request in server.requests] == ["Be good."] * 2 + ["Be brief."] * 2
    rows = [(row["version"], row["systems"], row["passed"]) for row in json.loads(done.out)["summary"]]
    assert rows == [(2, [], 2), (2, ["base/v2"], 1)]


def test_recordings_of_a_tried_system_message_stand_beside_the_others(
    program: Program, two_systems: Path, served: Serve
) -> None:
    served(*[completion(word) for word in ("one", "two", "one", "two")])
    assert program("prompts", "record", "small").code == 0
    assert program("prompts", "record", "small", "--system", "base/v2").code == 0
    assert len(list(two_systems.rglob("recordings/v2/gpt-4o/*.yaml"))) == 4
    done = program("prompts", "eval", "small", "--system", "base/v1", "--system", "base/v2")
    assert done.code == 0
    table = done.out[done.out.index("version") :].splitlines()
    assert table[1].startswith("v2            gpt-4o     100.0%")
    assert table[2].startswith("v2 + base/v2  gpt-4o     100.0%")


def test_where_nothing_was_recorded_it_is_said_once_what_to_do(
    program: Program, two_systems: Path, served: Serve
) -> None:
    served(completion("one"), completion("two"))
    assert program("prompts", "record", "small").code == 0
    done = program("prompts", "eval", "small", "--system", "base/v2")
    assert done.code == 1
    assert (
        done.out.count("mend: Record it with `infra-engineer prompts record`, or ask the model in a live evaluation.\n")
        == 1
    )


def test_a_system_message_that_is_evaluated_by_itself_names_where_to_try_it(
    program: Program, two_systems: Path
) -> None:
    done = program("prompts", "eval", "base")
    assert (done.code, done.err.split()[:2]) == (2, ["error", "prompt-not-asked"])
    assert "name it: small, with --system base/v2 where they name another version." in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("reference", "code"),
    [("base", "prompt-system-unknown"), ("system/v1", "prompt-system-unknown"), ("base/v9", "prompt-version-unknown")],
)
def test_a_system_message_that_the_prompt_has_not(
    program: Program, two_systems: Path, reference: str, code: str
) -> None:
    done = program("prompts", "eval", "small", "--system", reference)
    assert done.code == 2
    assert code in done.err


def test_answers_stand_side_by_side_those_of_failed_cases_first(
    program: Program, two_systems: Path, served: Serve
) -> None:
    served(*[completion(word) for word in ("one", "two", "one", "no\nthing")])
    done = program(
        "prompts", "eval", "small", "--live", "--answers", "--system", "base/v1", "--system", "base/v2",
        "--html", "page.html",
    )  # fmt: skip
    assert done.out.splitlines()[:6] == [
        "second",
        "  v2 gpt-4o            passed  two",
        "  v2 + base/v2 gpt-4o  failed  no thing",
        "first",
        "  v2 gpt-4o            passed  one",
        "  v2 + base/v2 gpt-4o  passed  one",
    ]
    page = Path("page.html").read_text()
    assert page.index("Answers side by side") < page.index("<summary>second") < page.index("<summary>first")
    assert "<pre>no\nthing</pre>" in page


CHECKS = """
from pathlib import Path as Imported

def is_short(answer):
    return None if len(answer["text"]) <= 3 else f"it has {len(answer['text'])} characters"

def explodes(answer):
    raise KeyError("x")

def _hidden(answer):
    return None
"""


def asserting(workshop: Path, name: str) -> None:
    path = workshop / "small" / "evals" / "words.yaml"
    path.write_text(path.read_text().replace("  - complete: true\n", f"  - complete: true\n  - python: {name}\n", 1))


def test_an_assertion_of_ones_own_comes_from_a_file_that_is_allowed(
    program: Program, workshop: Path, served: Serve, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asserting(workshop, "is_short")
    served(completion("one"), completion("two and more"))
    (workspace / "checks.py").write_text(CHECKS)
    monkeypatch.setenv("INFRA_ENGINEER_PROMPT_CHECKS", "checks.py")
    done = program("prompts", "eval", "small", "--live")
    assert done.code == 1
    assert "words/second #1\n    python: it has 12 characters\n" in done.out


@pytest.mark.parametrize("name", ["is_short", "_hidden", "Imported", "unknown"])
def test_code_that_nobody_allows_is_not_run(
    program: Program, workshop: Path, served: Serve, workspace: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (workspace / "checks.py").write_text(CHECKS)
    if name != "is_short":
        monkeypatch.setenv("INFRA_ENGINEER_PROMPT_CHECKS", "checks.py")
    asserting(workshop, name)
    served(completion("one"), completion("two"))
    done = program("prompts", "eval", "small", "--live")
    if name[0] in "_I":
        assert (done.code, done.err.split()[:2]) == (2, ["error", "wrong-value"])
    else:
        assert done.code == 0
        assert f"skipped  2 assertions python (INFRA_ENGINEER_PROMPT_CHECKS names no file with {name})" in done.out


def test_code_that_breaks_is_told_and_hurts_nothing(
    program: Program, workshop: Path, served: Serve, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asserting(workshop, "explodes")
    served(completion("one"), completion("two"))
    (workspace / "checks.py").write_text(CHECKS)
    monkeypatch.setenv("INFRA_ENGINEER_PROMPT_CHECKS", "checks.py")
    assert "python: explodes raised KeyError: 'x'" in program("prompts", "eval", "small", "--live").out
    (workspace / "checks.py").write_text("def broken(:\n")
    done = program("prompts", "eval", "small", "--live")
    assert (done.code, done.err.split()[:3]) == (2, ["error", "prompt-checks-unusable", "checks.py"])


def test_watching_acts_again_after_each_change_and_ends_when_somebody_stops_it(tmp_path: Path) -> None:
    prompt, recording = tmp_path / "small" / "v1.yaml", tmp_path / "small" / "recordings" / "v1" / "x.yaml"
    recording.parent.mkdir(parents=True)
    prompt.write_text("1")
    checks = tmp_path / "beside" / "checks.py"
    checks.parent.mkdir()
    acted: list[str] = []
    changes: list[Callable[[], Any]] = [
        lambda: None,
        lambda: prompt.write_text("2"),
        lambda: checks.write_text("x"),
        lambda: recording.write_text("x"),
        lambda: prompt.unlink(),
        lambda: None,
    ]

    def pause(_seconds: float) -> None:
        if not changes:
            raise KeyboardInterrupt
        changes.pop(0)()

    places = [tmp_path, checks]
    watch(places, lambda: acted.append(prompt.read_text() if prompt.exists() else "gone"), pause)
    assert acted == ["1", "2", "2", "gone"]


def test_a_mistake_while_watching_is_shown_and_the_next_change_waited_for(
    program: Program, workshop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workshop / "small" / "v2.yaml"
    path.write_text("name: [\n")
    rounds = iter([lambda: path.write_text("name: small\n")])

    def pause(_seconds: float) -> None:
        act = next(rounds, None)
        if act is None:
            raise KeyboardInterrupt
        act()

    monkeypatch.setattr("agent.doors.cli.prompts.watching.time.sleep", pause)
    monkeypatch.setattr("agent.doors.cli.prompts.watching.watch.__defaults__", (pause,))
    done = program("prompts", "eval", "small", "--watch")
    assert done.code == 0
    assert "yaml-syntax" in done.err
    assert "missing-key" in done.err or "prompts/small/v2.yaml" in done.err


def test_watching_is_for_people(program: Program, workshop: Path) -> None:
    assert program("prompts", "eval", "small", "--watch", "--ci").code == 2
