"""What a shell completes, from a table of all commands and options; the answers are those that Typer gives.

Arguments and the values of most options are left to the shell, which completes names of files. Where a value is one of
a few, and wherever a command line is not plain (quotes, an option that there is not), Typer finds the answer.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

#: A command: the short helps of its subcommands by name, its options, and whether it takes arguments.
Words = dict[str, Any]


class _Asked(NamedTuple):
    """What a shell wants to know."""

    complete: list[str]
    """Words that stand before the one to complete, without the program's."""
    incomplete: str


class _NotPlainError(Exception):
    """The command line is one for Typer."""


def completed(instruction: str, environment: Mapping[str, str], table: str) -> str | None:
    """Return what to print for a shell; None if Typer has to find it.

    Args:
        instruction: what the shell's script asks for, such as ``complete_bash``.
        environment: the variables that the script sets.
        table: file of the words.
    """
    kind, _, shell = instruction.partition("_")
    if kind != "complete" or shell not in _SHELLS:
        return None
    try:
        asked = _asked(shell, environment)
        with open(table, encoding="utf-8") as file:
            items = _items(json.load(file), asked)
    except (_NotPlainError, KeyError, ValueError, IndexError):
        return None
    return _SHELLS[shell](items) + "\n"


def _asked(shell: str, environment: Mapping[str, str]) -> _Asked:
    line = environment["COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS"]
    if any(character in line for character in "\"'\\"):
        raise _NotPlainError
    words = line.split()
    if shell in ("powershell", "pwsh"):
        incomplete = environment.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        return _Asked(words[1:-1] if incomplete else words[1:], incomplete)
    if shell == "bash":
        number = int(environment["COMP_CWORD"])
        return _Asked(words[1:number], words[number] if number < len(words) else "")
    if len(words) > 1 and not line[-1].isspace():
        return _Asked(words[1:-1], words[-1])
    return _Asked(words[1:], "")


def _items(table: dict[str, Words], asked: _Asked) -> list[tuple[str, str]]:
    """Return the possible words, each with its help."""
    path, used, awaiting = _followed(table, asked.complete)
    command, incomplete = table[path], asked.incomplete
    if "=" in incomplete or (awaiting and awaiting["choice"]):
        raise _NotPlainError
    if awaiting:
        return []
    if incomplete.startswith("-"):
        return [
            (name, option["help"])
            for option in command["options"]
            if option["many"] or not used.intersection(option["names"])
            for name in option["names"]
            if name.startswith(incomplete)
        ]
    return [(name, text) for name, text in command["commands"].items() if name.startswith(incomplete)]


def _followed(table: dict[str, Words], words: list[str]) -> tuple[str, set[str], dict[str, Any] | None]:
    """Return the command that words lead to, its options that were used, and the last one if it awaits its value."""
    path, used = "", set[str]()
    awaiting: dict[str, Any] | None = None
    for word in words:
        command = table[path]
        if awaiting:
            awaiting = None
        elif word.startswith("-"):
            option = next((option for option in command["options"] if word in option["names"]), None)
            if option is None:
                raise _NotPlainError
            used.add(word)
            awaiting = option if option["value"] else None
        elif word in command["commands"]:
            path, used = f"{path} {word}".strip(), set()
        elif not command["arguments"]:
            raise _NotPlainError
    return path, used, awaiting


def _for_bash(items: list[tuple[str, str]]) -> str:
    return "\n".join(name for name, _ in items)


def _for_zsh(items: list[tuple[str, str]]) -> str:
    words = "\n".join(
        f'"{_escaped(name)}":"{_escaped(text)}"' if text else f'"{_escaped(name)}"' for name, text in items
    )
    return f"_arguments '*: :(({words}))'" if items else "_files"


def _escaped(text: str) -> str:
    for character, written in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", "\\\\:")):
        text = text.replace(character, written)
    return text


def _for_powershell(items: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}:::{text or ' '}" for name, text in items)


_SHELLS = {"bash": _for_bash, "zsh": _for_zsh, "powershell": _for_powershell, "pwsh": _for_powershell}
