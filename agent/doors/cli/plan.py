"""`plan`: which steps a run would take, and why."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import Assignments, Environments, Json, OneComponent, OneTenant, Planner, chosen_settings

if TYPE_CHECKING:
    from foundation.model.run.plan import PlannedStep

NAME = "plan"


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
    from agent.bootstrap.use_cases.plan import build_plan
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
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
    _write_table(planned.plan.steps)
    for step, reason in planned.plan.reasons.items():
        sys.stdout.write(f"{step}: {reason}\n")


def _write_table(steps: "list[PlannedStep]") -> None:
    from rich.console import Console
    from rich.table import Column, Table

    table = Table("", Column("step", no_wrap=True), "what it does", "takes", Column("gives", no_wrap=True), box=None)
    for number, step in enumerate(steps, 1):
        table.add_row(str(number), step.name, step.description, ", ".join(step.takes), step.gives)
    Console(width=None if sys.stdout.isatty() else 160).print(table)
