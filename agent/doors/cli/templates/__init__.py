"""`templates`: what the catalog offers, and drafts that may come into it; one subcommand a file."""

import typer

from agent.doors.cli.help import PlainCommand, PlainGroup
from agent.doors.cli.templates import approve, listing, pending, promote, reject, show

app = typer.Typer(
    cls=PlainGroup, help="Show the template catalog; decide about drafts of novel types.", no_args_is_help=True
)
for module in (listing, show, pending, approve, reject, promote):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
