"""`events`: what waits for its channels; one subcommand a file."""

import typer

from agent.doors.cli.events import drop, listing, relay, replay
from agent.doors.cli.help import PlainCommand, PlainGroup

app = typer.Typer(
    cls=PlainGroup,
    help="Show the events that wait for their channels; send them, or give them up.",
    no_args_is_help=True,
)
for module in (listing, relay, replay, drop):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
