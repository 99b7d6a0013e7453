"""`prompts`: the workbench for prompts, one subcommand a file."""

import typer

from agent.doors.cli.prompts import diff, evaluate, lint, listing, record, render, show

app = typer.Typer(help="Render, check, try and compare prompts.", no_args_is_help=True)
for module in (listing, show, render, lint, evaluate, record, diff):
    app.command(name=module.NAME)(module.command)
