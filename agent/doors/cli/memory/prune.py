"""`memory prune`: take away what need not be kept."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.memory.options import OneTenant
from agent.doors.cli.options import Json

NAME = "prune"


def command(
    tenant: OneTenant = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would go, and remove nothing.")] = False,
    caches: Annotated[
        bool, typer.Option("--caches", help="Take away the last good templates as well, however old they are.")
    ] = False,
    json: Json = False,
) -> None:
    """Take away what policies/memory.yaml does not have memory keep any longer."""
    from agent.bootstrap.use_cases.memory.prune import build_prune
    from agent.doors.cli.output import write_json
    from agent.reporting.memory import pruned_text
    from agent.settings import load_settings
    from agent.use_cases.memory.prune import PruneCommand

    done = build_prune(load_settings())(PruneCommand(tenant=tenant, dry_run=dry_run, caches=caches))
    if json:
        write_json(done.model_dump())
    else:
        rows = [(one.tenant, one.workspace, one.kind, one.records) for one in done.gone]
        sys.stdout.write(pruned_text(rows, dry_run=dry_run))
