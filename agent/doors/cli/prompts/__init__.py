"""`prompts`: the workbench for prompts, one subcommand a file."""

import typer

from agent.doors.cli.help import PlainCommand, PlainGroup
from agent.doors.cli.prompts import diff, evaluate, lint, listing, record, render, show

app = typer.Typer(cls=PlainGroup, help="Render, check, try and compare prompts.", no_args_is_help=True)
for module in (listing, show, render, lint, evaluate, record, diff):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
