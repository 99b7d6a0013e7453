"""`approvals`: what one person asks for and another has to allow; one subcommand a file."""

import typer

from agent.doors.cli.approvals import approve, listing, reject
from agent.doors.cli.help import PlainCommand, PlainGroup

app = typer.Typer(cls=PlainGroup, help="Decide about what others asked for and may not do alone.", no_args_is_help=True)
for module in (listing, approve, reject):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
