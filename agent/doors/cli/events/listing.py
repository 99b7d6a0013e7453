"""`events list`: what is in the outbox."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

NAME = "list"


def command(
    every: Annotated[bool, typer.Option("--all", help="List what everybody has got too.")] = False,
    refused: Annotated[
        bool, typer.Option("--refused", help="List what a channel will never take, or was given up by hand.")
    ] = False,
    tenant: Annotated[str | None, typer.Option("--tenant", help="Only of this tenant.", metavar="NAME")] = None,
    trace: Annotated[str | None, typer.Option("--trace", help="Only of this trace.", metavar="ID")] = None,
    json: Json = False,
) -> None:
    """List the events that some channel still has to get, run by run, the oldest first."""
    from agent.bootstrap.use_cases.events.listing import build_list_events
    from agent.doors.cli.output import write_json
    from agent.reporting.events import events_data, events_text
    from agent.settings import load_settings

    wanted = "refused" if refused else "all" if every else "pending"
    found = build_list_events(load_settings())(wanted, [tenant] if tenant else None, trace)
    if json:
        write_json(events_data(found))
    else:
        sys.stdout.write(events_text(found) or "no events\n")
