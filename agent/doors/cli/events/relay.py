"""`events relay`: what waits is sent now."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json
from agent.doors.cli.people import By, Reason, audited, principal

NAME = "relay"


def command(
    tenant: Annotated[str | None, typer.Option("--tenant", help="Only of this tenant.", metavar="NAME")] = None,
    reason: Reason = "",
    by: By = None,
    json: Json = False,
) -> None:
    """Send the events that wait, each trace in its order.

    Every run does the same for its tenant when it ends. The command ends with 3 while something waits.
    """
    from agent.bootstrap.use_cases.events.relaying import build_relay_events
    from agent.doors.cli.errors import report_problems
    from agent.doors.cli.exit_codes import exit_code
    from agent.doors.cli.output import write_json
    from agent.reporting.events import relay_text
    from agent.settings import load_settings

    settings = load_settings()
    with audited(settings, principal(by), "events relay", reason) as noted:
        noted.tenant = tenant
        done = build_relay_events(settings)([tenant] if tenant else None)
    if json:
        write_json(done.model_dump(mode="json"))
    else:
        sys.stdout.write(relay_text(done))
    report_problems(done.problems)
    raise typer.Exit(exit_code("outside" if done.waiting else None))
