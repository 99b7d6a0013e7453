"""Help and completion are ready-made, say what the program itself would say, and load next to nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from agent.doors.cli.app import app_for
from agent.doors.cli.completion import completed
from agent.doors.cli.ready_made import FOLDER, ready_made
from scripts.ready_made_texts import ready_made_texts
from tests.support.generation import EXAMPLES, ROOT

TABLE = os.path.join(FOLDER, "words.json")
LINES = [
    "",
    "g",
    "v",
    "generate -",
    "generate --ou",
    "generate --json -",
    "generate --env dev --e",
    "generate --env ",
    "generate bundle.yaml ",
    "generate bundle.yaml --t",
    "prompts ",
    "prompts r",
    "prompts eval --",
    "templates p",
    "-",
    "--v",
    "validate x --write",
    "version ",
]
#: Only Typer has the answer.
OTHERS = ["generate --what ", "nothing ", "init --form ", "generate 'a b' ", "generate --output=x"]


def variables(shell: str, line: str) -> dict[str, str]:
    whole = f"infra-engineer {line}"
    if shell == "bash":
        words = whole.split(" ")
        return {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    return {"_TYPER_COMPLETE_ARGS": whole, "_TYPER_COMPLETE_WORD_TO_COMPLETE": whole.split(" ")[-1]}


def by_typer(shell: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    for name, value in {**variables(shell, line), "_INFRA_ENGINEER_COMPLETE": f"complete_{shell}"}.items():
        monkeypatch.setenv(name, value)
    # Typer breaks long helps where the terminal ends, inside of what it quotes; ours stay whole.
    monkeypatch.setenv("COLUMNS", "1000")
    with pytest.raises(SystemExit):
        typer.main.get_command(app_for())(prog_name="infra-engineer")
    return capsys.readouterr().out


def items(printed: str) -> list[str]:
    return sorted(printed.removeprefix("_arguments '*: :((").removesuffix("))'\n").splitlines())


@pytest.mark.parametrize("shell", ["bash", "zsh", "powershell"])
@pytest.mark.parametrize("line", LINES)
def test_words_are_completed_as_typer_does(
    shell: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = completed(f"complete_{shell}", variables(shell, line), TABLE)
    assert ready is not None
    # Typer has the spellings of --help in another order each time.
    assert items(ready) == items(by_typer(shell, line, monkeypatch, capsys))


@pytest.mark.parametrize("line", OTHERS)
def test_other_lines_are_left_to_typer(line: str) -> None:
    assert completed("complete_bash", variables("bash", line), TABLE) is None


def test_other_instructions_are_left_to_typer() -> None:
    for instruction in ("source_bash", "complete_fish", "complete", ""):
        assert completed(instruction, variables("bash", ""), TABLE) is None


def test_the_files_are_up_to_date() -> None:
    there = {file.name: file.read_text(encoding="utf-8") for file in Path(FOLDER).iterdir()}
    assert there == ready_made_texts()


@pytest.mark.parametrize(
    ("arguments", "columns", "ready"),
    [
        (["/usr/bin/infra-engineer", "--help"], "80", True),
        (["infra-engineer", "prompts", "eval", "-h"], "200", True),
        (["infra-engineer", "prompts", "eval", "-h"], "79", False),
        (["infra-engineer", "../x", "--help"], "80", False),
        (["infra-engineer", "nothing", "--help"], "80", False),
        (["infra-engineer", "generate", "--json"], "80", False),
        (["infra-engineer"], "80", False),
        (["python -m agent", "--help"], "80", False),
    ],
)
def test_pages_are_given_where_they_are_right(arguments: list[str], columns: str, ready: bool) -> None:
    assert (ready_made(arguments, {"COLUMNS": columns}) is not None) is ready


def loaded(*arguments: str, **environment: str) -> tuple[str, set[str]]:
    """Run the entry in a process of its own; return what it printed, and the modules that were loaded."""
    code = (
        "import atexit, json, sys; sys.argv[0] = 'infra-engineer'\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        "from agent.doors.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **environment},
        check=True,
    )
    modules: Any = json.loads(done.stderr.splitlines()[-1])
    return done.stdout, {name.partition(".")[0] for name in modules}


def test_help_and_completion_load_next_to_nothing() -> None:
    text, modules = loaded("generate", "--help")
    assert text == (Path(FOLDER) / "help-generate.txt").read_text(encoding="utf-8")
    assert modules.isdisjoint({"typer", "rich", "pydantic", "yaml", "inspect"})
    text, modules = loaded(_INFRA_ENGINEER_COMPLETE="complete_bash", **variables("bash", "val"))
    assert text == "validate\n"
    assert modules.isdisjoint({"typer", "rich", "pydantic", "yaml", "inspect"})


def test_help_for_a_narrow_terminal_needs_no_rich_either() -> None:
    text, modules = loaded("generate", "--help", COLUMNS="60")
    assert max(map(len, text.splitlines())) <= 60
    assert modules.isdisjoint({"rich", "yaml"})


@pytest.mark.parametrize("arguments", [["generate", "--dry-run"], ["validate"], ["plan"], ["explain"]], ids=" ".join)
def test_a_bundle_loads_nothing_that_is_not_used(tmp_path: Path, arguments: list[str]) -> None:
    _, modules = loaded(
        arguments[0], str(EXAMPLES / "minimal.yaml"), *arguments[1:], INFRA_ENGINEER_STATE_DIR=str(tmp_path)
    )
    assert modules.isdisjoint(
        {"numpy", "openai", "http", "httpx2", "pybars", "requests", "urllib3", "structlog", "attr"}
    )
    # A table is drawn of a plan alone.
    assert ("rich" in modules) is (arguments == ["plan"])
