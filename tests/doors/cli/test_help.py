"""What `--help` says, at the front and of every subcommand."""

from collections.abc import Callable, Iterator

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from agent.doors.cli.app import app_for
from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]


def _subcommands(group: TyperGroup, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, TyperGroup):
            yield from _subcommands(command, (*before, name))


ROOT = get_command(app_for())
assert isinstance(ROOT, TyperGroup)


@pytest.mark.parametrize("words", [(), *_subcommands(ROOT)], ids=" ".join)
def test_a_switch_takes_no_value(program: Program, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = program(*words, "--help").out
    assert "--help" in shown
    assert "<bool>" not in shown
    assert not [line for line in shown.splitlines() if " --" in line and ("<str>" in line or "<int" in line)]


def test_paragraphs_fill_their_lines(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = program("prompts", "eval", "--help").out
    assert "Exit codes: 0 all passed, 1 something failed or has no up-to-date recording,\n  2 wrong input" in shown


def test_the_versions_by_either_name(program: Program) -> None:
    assert program("--version") == program("version")
    assert "infrastructure-engineer-agent" in program("--version").out
