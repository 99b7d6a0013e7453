"""How `--help` looks: a switch takes no value, values are not named by Python types, paragraphs fill their lines."""

import re
from inspect import cleandoc
from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption

from agent.doors.cli.older_spellings import spelled_now

_VALUES = {str: "TEXT", int: "N"}


class PlainCommand(TyperCommand):
    """A subcommand; of itself Typer writes ``--dry-run <bool>``, as if a value had to follow."""

    def __init__(self, name: str | None, *, help: str | None = None, **settings: Any) -> None:
        filled = _filled(help)
        super().__init__(name, help=filled, **_with_summary(filled, settings))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, each option with a name for its value."""
        return _named(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse arguments; flags may be spelled as they once were."""
        return super().parse_args(ctx, spelled_now(args, {name for each in self.params for name in each.opts}))


class PlainGroup(TyperGroup):
    """A group of subcommands, likewise."""

    def __init__(self, *, help: str | None = None, **settings: Any) -> None:
        super().__init__(help=help, **_with_summary(help, settings))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, each option with a name for its value."""
        return _named(super().get_params(ctx))


def _named(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if isinstance(parameter, TyperOption) and parameter.metavar is None:
            parameter.metavar = "" if parameter.is_flag else _VALUES.get(parameter.type_descriptor.annotation)
    return parameters


def _with_summary(text: str | None, settings: dict[str, Any]) -> dict[str, Any]:
    """Let lists of commands show the whole first paragraph, of which they would show the beginning."""
    return {**settings, "short_help": settings.get("short_help") or (text or "").partition("\n")[0]}


def _filled(text: str | None) -> str | None:
    """Join the lines of each paragraph: where they break depends on the terminal, not on our source."""
    return None if text is None else re.sub(r"(?<!\n)\n(?!\n)", " ", cleandoc(text))
