"""`explain`: which layer set a value."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import Assignments, Environments, Json, OneComponent, OneTenant

NAME = "explain"


def command(
    bundle: Annotated[str, typer.Argument(help="Bundle file; - reads standard input.", metavar="BUNDLE")],
    path: Annotated[str, typer.Argument(help="Only values below this path, such as autoscale.", metavar="PATH")] = "",
    environments: Environments = None,
    component: OneComponent = None,
    tenant: OneTenant = None,
    assignments: Assignments = None,
    json: Json = False,
) -> None:
    """Show every effective value of each environment with the layer that set it."""
    from agent.bootstrap.use_cases.explain import build_explain
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.reporting.origins import origins_text
    from agent.settings import load_settings
    from agent.use_cases.explain import ExplainCommand

    asked = ExplainCommand(
        bundle=one_bundle(bundle, assignments, component, tenant), path=path, environments=environments or []
    )
    explained = build_explain(load_settings())(asked)
    report_findings(explained.notes)
    if json:
        write_json({name: [row.model_dump() for row in found] for name, found in explained.rows.items()})
    else:
        sys.stdout.write(origins_text(explained.rows))
