"""`memory approvals`: who allowed what."""

import sys
from typing import Annotated, Literal

import typer

from agent.doors.cli.memory.options import OneTenant
from agent.doors.cli.options import Json

NAME = "approvals"


def command(
    tenant: OneTenant = None,
    kind: Annotated[
        Literal["draft", "exception"] | None,
        typer.Option("--kind", help="Only decisions about drafts, or exceptions to rules.", metavar="KIND"),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option("--subject", help="Only about this draft (its digest) or COMPONENT/RULE.", metavar="SUBJECT"),
    ] = None,
    json: Json = False,
) -> None:
    """Show who allowed what, when and why: decisions about drafts, and exceptions that runs relied on."""
    from agent.bootstrap.use_cases.memory.approvals import build_list_approvals
    from agent.doors.cli.output import write_json
    from agent.reporting.approvals import approvals_data, approvals_text
    from agent.settings import load_settings
    from agent.use_cases.memory.approvals import ApprovalsCommand

    found = build_list_approvals(load_settings())(ApprovalsCommand(tenant=tenant, kind=kind, subject=subject))
    if json:
        write_json(approvals_data(found))
    else:
        sys.stdout.write(approvals_text(found) or "nobody decided anything\n")
