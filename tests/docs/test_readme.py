"""The README's table of commands holds all of them and nothing else, and its list leads to every page."""

import re
from typing import Any

import typer.main

from agent.doors.cli.app import app_for
from tests.support.generation import ROOT

README = (ROOT / "README.md").read_text()
ROWS = re.findall(r"^\| (`.+?`.*?) \| [^|]+ \|$", README.partition("## Commands")[2].partition("## ")[0], re.MULTILINE)
COMMANDS: dict[str, Any] = getattr(typer.main.get_command(app_for()), "commands", {})


def options_of(command: Any) -> set[str]:
    """Every spelling of every option of a command."""
    return {spelling for parameter in command.params for spelling in parameter.opts}


def test_the_table_names_every_command() -> None:
    shown = {name for row in ROWS for names in re.findall(r"`(\w+)(?: ([a-z][a-z-]*))?", row) for name in names if name}
    below = {
        name
        for group in ("approvals", "audit", "events", "memory", "prompts", "runs", "templates", "tokens", "worker")
        for name in COMMANDS[group].commands
    }
    assert shown == COMMANDS.keys() | below


def test_the_table_names_options_that_exist() -> None:
    for row in ROWS:
        commands = [name for name in re.findall(r"`(\w+)", row) if name in COMMANDS]
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", row):
            for command in commands:
                assert option in options_of(COMMANDS[command]), f"{command} has no {option}"


def test_every_page_is_linked() -> None:
    for page in (ROOT / "docs").glob("*.md"):
        assert f"](docs/{page.name})" in README.partition("## Where to go next")[2], page.name
