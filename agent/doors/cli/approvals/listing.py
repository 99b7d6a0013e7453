"""`approvals list`: what waits for a decision."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.approvals.options import Tenant
from agent.doors.cli.options import Json

NAME = "list"


def command(
    every: Annotated[bool, typer.Option("--all", help="List what is decided too.")] = False,
    tenant: Tenant = None,
    json: Json = False,
) -> None:
    """List what somebody asked for and another has to allow."""
    from agent.bootstrap.use_cases.approvals.listing import build_list_approvals
    from agent.doors.cli.output import write_json
    from agent.reporting.leaves import approvals_text
    from agent.settings import load_settings
    from agent.use_cases.approvals.listing import ListApprovalsCommand

    asked = ListApprovalsCommand(tenants=[tenant] if tenant else None, every=every)
    found = build_list_approvals(load_settings())(asked)
    if json:
        write_json([{"tenant": one.tenant, **one.approval.model_dump()} for one in found])
    else:
        sys.stdout.write(approvals_text(found) or "nothing waits for a decision\n")
