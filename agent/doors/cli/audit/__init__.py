"""`audit`: who did what; one subcommand a file."""

import typer

from agent.doors.cli.audit import listing
from agent.doors.cli.help import PlainCommand, PlainGroup

app = typer.Typer(cls=PlainGroup, help="Show who did what, when and why.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep it a group though it has one subcommand."""


app.command(name=listing.NAME, cls=PlainCommand)(listing.command)
