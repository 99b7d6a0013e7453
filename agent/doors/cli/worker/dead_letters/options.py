"""What the subcommands about dead letters share."""

from typing import Annotated

import typer

Letters = Annotated[list[str] | None, typer.Argument(help="Ids, as `list` shows them.", metavar="[ID]...")]
Every = Annotated[bool, typer.Option("--all", help="All of them.")]
Owner = Annotated[str | None, typer.Option("--tenant", "-t", help="Only of this tenant.", metavar="NAME")]


def require_letters(ids: list[str] | None, *, every: bool) -> list[str]:
    """Return the ids that are meant; all letters are meant by name only."""
    if bool(ids) == every:
        raise typer.BadParameter("give ids, or --all")
    return ids or []
