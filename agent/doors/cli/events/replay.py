"""`events replay`: the events of a run are sent once more."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.people import By, Reason, audited, principal

NAME = "replay"


def command(
    subject: Annotated[str, typer.Argument(help="Id of a run, an execution or a trace.", metavar="ID")],
    channel: Annotated[
        list[str] | None,
        typer.Option("--channel", help="Send to this one alone, as `events list` names it.", metavar="NAME"),
    ] = None,
    reason: Reason = "",
    by: By = None,
) -> None:
    """Put events back into the outbox as if no channel had got them; `events relay` sends them.

    They keep their ids, so that receivers which have them drop them.
    """
    from agent.bootstrap.use_cases.events.replaying import build_replay_events
    from agent.settings import load_settings
    from agent.use_cases.events.replaying import ReplayCommand

    settings = load_settings()
    with audited(settings, principal(by), "events replay", reason, subject):
        count = build_replay_events(settings)(ReplayCommand(subject=subject, channels=channel or []))
    sys.stdout.write(f"{count} events are to be sent again\n")
