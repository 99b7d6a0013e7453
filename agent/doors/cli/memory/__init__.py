"""`memory`: what is kept of runs; one subcommand a file."""

import typer

from agent.doors.cli.help import PlainCommand, PlainGroup
from agent.doors.cli.memory import approvals, export, import_, prune, stats

app = typer.Typer(cls=PlainGroup, help="Show, prune and move what is kept of runs.", no_args_is_help=True)
for module in (stats, approvals, prune, export, import_):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
