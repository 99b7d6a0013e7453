"""`tokens`: who may ask the server; one subcommand a file."""

import typer

from agent.doors.cli.help import PlainCommand, PlainGroup
from agent.doors.cli.tokens import create, listing, revoke

app = typer.Typer(cls=PlainGroup, help="Make, list and revoke the tokens of the server's users.", no_args_is_help=True)
for module in (create, listing, revoke):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
