"""`runs`: what memory knows of earlier runs; one subcommand a file."""

import typer

from agent.doors.cli.help import PlainCommand, PlainGroup
from agent.doors.cli.runs import artifacts, export, finish, listing, show

app = typer.Typer(
    cls=PlainGroup, help="Show earlier runs: what they did, and the files that they made.", no_args_is_help=True
)
for module in (listing, show, artifacts, export, finish):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
