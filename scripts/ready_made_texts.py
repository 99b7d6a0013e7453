"""The pages of `--help`, and the words that a shell completes, as the program itself gives them."""

import json
from collections.abc import Iterator
from typing import Any

from typer._click.core import Command, Context
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from agent.doors.cli.app import app_for
from agent.doors.cli.ready_made import PROGRAM, page_name


def ready_made_texts() -> dict[str, str]:
    """Return every file by its name."""
    commands = list(_commands(get_command(app_for()), [], None))
    words = {" ".join(path): _words(context) for path, context in commands}
    return {
        **{page_name(path): context.get_help() + "\n" for path, context in commands},
        "words.json": json.dumps(words, indent=1, ensure_ascii=False) + "\n",
    }


def _commands(command: Command, path: list[str], parent: Context | None) -> Iterator[tuple[list[str], Context]]:
    """Yield a command and those below it."""
    context = Context(
        command, info_name=path[-1] if path else PROGRAM, parent=parent, terminal_width=78, **command.context_settings
    )
    yield path, context
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from _commands(inner, [*path, name], context)


def _words(context: Context) -> dict[str, Any]:
    command, parameters = context.command, context.command.get_params(context)
    arguments = [each for each in parameters if not isinstance(each, TyperOption)]
    if any(each.shell_complete(context, "") for each in arguments):
        raise ValueError(f"{command.name} has arguments to complete, and the table of words has no place for them")
    inner = command.commands if isinstance(command, TyperGroup) else {}
    return {
        "commands": {name: each.get_short_help_str() for name, each in inner.items() if not each.hidden},
        "options": [
            {
                # Typer has the spellings of --help in another order each time.
                "names": sorted([*each.opts, *each.secondary_opts]),
                "help": each.help or "",
                "value": not each.is_flag,
                "choice": bool(each.shell_complete(context, "")),
                "many": each.multiple,
            }
            for each in parameters
            if isinstance(each, TyperOption) and not each.hidden
        ],
        "arguments": bool(arguments),
    }
