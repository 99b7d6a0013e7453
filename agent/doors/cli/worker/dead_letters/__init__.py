"""`worker dead-letters`: what came to nothing for good; one subcommand a file."""

import typer

from agent.doors.cli.help import PlainCommand, PlainGroup
from agent.doors.cli.worker.dead_letters import drop, listing, replay

app = typer.Typer(
    cls=PlainGroup,
    help="Show the events that came to nothing for good; take them up again, or drop them.",
    no_args_is_help=True,
)
for module in (listing, replay, drop):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
