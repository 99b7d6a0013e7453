"""What does not depend on anything: the pages of `--help`, and the words that a shell completes.

`scripts/regenerate_docs.py` writes both down, as the program itself gives them; a test fails when they are not up to
date. Whoever asks for them waits for Python alone. Where the answer depends on something after all (a narrow terminal,
quotes, an option that the program does not have), there is none here, and the program finds it.
"""

import os
import sys
from collections.abc import Mapping

from agent.doors.cli.completion import completed

PROGRAM = "infra-engineer"
#: Where the program's pages and words are.
FOLDER = os.path.join(os.path.dirname(__file__), "ready_made_texts")
_HELP = ("--help", "-h")
#: Pages fill this many columns and no more.
_WIDTH = 80


def ready_made(arguments: list[str], environment: Mapping[str, str]) -> str | None:
    """Return what to print, if it is known already.

    Args:
        arguments: the command line, with the program's own name.
        environment: the variables of the process.
    """
    if os.path.basename(arguments[0]) != PROGRAM:
        return None
    instruction = environment.get("_INFRA_ENGINEER_COMPLETE")
    if instruction is not None:
        return completed(instruction, environment, os.path.join(FOLDER, "words.json"))
    *words, last = arguments
    if last not in _HELP or _columns(environment) < _WIDTH:
        return None
    return _page(words[1:])


def page_name(words: list[str]) -> str:
    """Return the name of a page's file; the words are those of the subcommand."""
    return "-".join(["help", *words]) + ".txt"


def _page(words: list[str]) -> str | None:
    if not all(word.replace("-", "").isalpha() for word in words):
        return None
    try:
        with open(os.path.join(FOLDER, page_name(words)), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _columns(environment: Mapping[str, str]) -> int:
    """Return the width of the terminal, as the standard library finds it, whose module for it takes longer to load."""
    try:
        return int(environment["COLUMNS"]) or _of_terminal()
    except (KeyError, ValueError):
        return _of_terminal()


def _of_terminal() -> int:
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else _WIDTH
    except (AttributeError, ValueError, OSError):
        return _WIDTH
