"""`runs list`: which runs there were."""

import sys
from typing import Annotated, Literal

import typer

from agent.doors.cli.options import Json
from agent.doors.cli.runs.options import RunTenant

NAME = "list"


def command(
    component: Annotated[
        str | None, typer.Option("--component", "-c", help="Only of this component.", metavar="NAME")
    ] = None,
    tenant: RunTenant = None,
    scope: Annotated[str | None, typer.Option("--scope", help="Only of this domain.", metavar="NAME")] = None,
    trace: Annotated[str | None, typer.Option("--trace", help="Only of this trace.", metavar="ID")] = None,
    status: Annotated[
        Literal["refused", "blocked", "saved", "announced", "failed"] | None,
        typer.Option("--status", help="Only those that came so far.", metavar="STATUS"),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="So many at most.", metavar="NUMBER")] = 20,
    json: Json = False,
) -> None:
    """List earlier runs, the newest first."""
    from agent.bootstrap.use_cases.history.listing import build_list_runs
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.reporting.runs import runs_data, runs_text
    from agent.settings import load_settings
    from agent.use_cases.history.listing import ListRunsCommand

    asked = ListRunsCommand(component=component, tenant=tenant, scope=scope, trace_id=trace, status=status, limit=limit)
    found = build_list_runs(load_settings())(asked)
    report_findings(found.notices)
    if json:
        write_json(runs_data(found.runs))
    else:
        sys.stdout.write(runs_text(found.runs) or "no runs\n")
