"""`events drop`: a channel that is no longer there gets nothing more."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.people import By, Reason, audited, principal

NAME = "drop"


def command(
    channel: Annotated[str, typer.Argument(help="Name of the channel, as `events list` shows it.", metavar="CHANNEL")],
    reason: Reason = "",
    by: By = None,
) -> None:
    """Give up what waits for a channel; `events list --refused` still shows it, and `events replay` sends it again."""
    from agent.bootstrap.use_cases.events.dropping import build_drop_events
    from agent.settings import load_settings

    settings = load_settings()
    with audited(settings, principal(by), "events drop", reason, channel):
        count = build_drop_events(settings)(channel)
    sys.stdout.write(f"{count} events were given up\n")
