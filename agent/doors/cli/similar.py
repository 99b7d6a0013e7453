"""`similar`: what is like a component, what its domain does, what changed since its last run."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import Assignments, Json, OneComponent, OneTenant

NAME = "similar"


def command(
    subject: Annotated[
        str, typer.Argument(help="Bundle file, - for standard input, or a trace.", metavar="BUNDLE|TRACE")
    ],
    component: OneComponent = None,
    tenant: OneTenant = None,
    assignments: Assignments = None,
    limit: Annotated[int, typer.Option("--limit", help="Most components to name.", min=1, max=100)] = 5,
    json: Json = False,
) -> None:
    """Show which components that were generated are made of the same things.

    It also says what the other components of the domain have in common, where this one departs from it, and what
    changed since its last run. Only what the tenant's memory holds is looked at.
    """
    from agent.bootstrap.use_cases.similar import build_similar_bundle, build_similar_trace
    from agent.doors.cli.output import write_json
    from agent.reporting.similar import similar_text
    from agent.settings import load_settings

    if subject == "-" or Path(subject).exists() or "/" in subject or subject.endswith((".yaml", ".yml", ".json")):
        found = build_similar_bundle(load_settings())(one_bundle(subject, assignments, component, tenant), limit)
    else:
        found = build_similar_trace(load_settings())(subject, tenant, component, limit)
    if json:
        write_json(found.model_dump(mode="json"))
    else:
        sys.stdout.write(similar_text(found))
