"""`audit list`: who did what."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

NAME = "list"


def command(
    tenant: Annotated[
        str | None, typer.Option("--tenant", "-t", help="Only about this tenant's records.", metavar="NAME")
    ] = None,
    who: Annotated[str | None, typer.Option("--who", help="Only what they did.", metavar="NAME")] = None,
    action: Annotated[str | None, typer.Option("--action", help="Only this, such as retry.", metavar="NAME")] = None,
    target: Annotated[
        str | None, typer.Option("--target", help="Only about this run, event, draft or token.", metavar="ID")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="So many at most.", metavar="NUMBER")] = 50,
    json: Json = False,
) -> None:
    """List what people and programs did with the agent, the newest first."""
    from agent.bootstrap.use_cases.audit.listing import build_list_audit
    from agent.doors.cli.output import write_json
    from agent.reporting.audit import audit_text
    from agent.settings import load_settings
    from agent.use_cases.audit.listing import ListAuditCommand

    tenants = [tenant] if tenant else None
    asked = ListAuditCommand(tenants=tenants, who=who, action=action, target=target, limit=limit)
    found = build_list_audit(load_settings())(asked)
    if json:
        write_json([one.model_dump() for one in found])
    else:
        sys.stdout.write(audit_text(found) or "no actions\n")
