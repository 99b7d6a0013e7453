"""`plan`: which steps a run would take, and why."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import Assignments, Environments, Json, OneComponent, OneTenant, Planner, chosen_settings

NAME = "plan"
#: Characters in a line of the table where there is no terminal.
_WIDTH = 160


def command(
    bundle: Annotated[str, typer.Argument(help="Bundle file; - reads standard input.", metavar="BUNDLE")],
    environments: Environments = None,
    component: OneComponent = None,
    tenant: OneTenant = None,
    assignments: Assignments = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Plan a run that saves nothing.")] = False,
    planner: Planner = None,
    json: Json = False,
) -> None:
    """Show the checked plan of a bundle as a table or as JSON."""
    from rich.console import Console

    from agent.bootstrap.use_cases.plan import build_plan
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.reporting.plans import reasons_text, steps_table
    from agent.settings import load_settings
    from agent.use_cases.plan import PlanCommand
    from foundation.model.destination import workspace
    from foundation.model.run.request import Options

    asked = PlanCommand(
        bundle=one_bundle(bundle, assignments, component, tenant),
        options=Options(environments=environments or [], destination=None if dry_run else workspace("out")),
    )
    planned = build_plan(load_settings(**chosen_settings(planner=planner)))(asked)
    report_findings(planned.notes)
    if json:
        write_json(planned.plan.model_dump())
        return
    Console(width=None if sys.stdout.isatty() else _WIDTH).print(steps_table(planned.plan.steps))
    sys.stdout.write(reasons_text(planned.plan))
