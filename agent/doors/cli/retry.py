"""`retry`: a recorded run once more, with other values."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Assignments, Full, Json, Overwrite, SignWith, chosen_settings
from agent.doors.cli.people import By, Reason, audited, principal
from agent.doors.cli.retried import tell
from agent.doors.cli.runs.options import Run, RunTenant

NAME = "retry"


def command(
    run: Run,
    reason: Reason,
    assignments: Assignments = None,
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and save nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without being shown first and asked.")] = False,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="Folder; where the run was to save by default.", metavar="FOLDER"),
    ] = None,
    tenant: RunTenant = None,
    overwrite: Overwrite = False,
    sign_with: SignWith = None,
    full: Full = False,
    json: Json = False,
) -> None:
    """Run once more what a run was asked for, with the values of --set in the place of others.

    It works for runs that were refused or blocked, that failed, and that saved. First it shows what that changes in
    the bundle and in the manifests; at a terminal it then asks. The new run names the old one, who asked for it, and
    why. A change of exceptions to rules takes an approver, and what policies/approvals.yaml names a second person.
    """
    from agent.bootstrap.use_cases.retry import build_retry
    from agent.settings import load_settings
    from agent.use_cases.retrying.retry import RetryCommand

    settings = load_settings(**chosen_settings(signing_key=sign_with))
    who, use_case = principal(by), build_retry(settings)
    asked = RetryCommand(
        name=run,
        by=who,
        reason=reason,
        assignments=assignments or [],
        tenant=tenant,
        output=output,
        overwrite=overwrite,
    )
    if dry_run or not yes:
        done = use_case(asked.model_copy(update={"preview": True}))
        tell(done, as_json=json and dry_run, preview=True, full=full)
        if dry_run or done.result.status != "generated":
            raise typer.Exit(exit_code(done.result.fault))
        _confirm()
    with audited(settings, who, NAME, reason, run) as noted:
        done = use_case(asked)
        noted.tenant, noted.target = done.before.tenant, done.before.run.run_id
        noted.refused = done.result.failure or ""
    tell(done, as_json=json, preview=False, full=full)
    raise typer.Exit(exit_code(done.result.fault))


def _confirm() -> None:
    """Ask whether to do it; where nobody can be asked, nothing is done.

    Raises:
        InputError: nobody can be asked.
    """
    from foundation.model.errors import InputError, Problem
    from foundation.model.flags import Flag

    if not sys.stdin.isatty():
        message = "nobody can be asked here whether to do it, so it was only shown"
        remedy = f"Do it with {Flag.YES}, or look at it with {Flag.DRY_RUN}."
        raise InputError(
            Problem(code="not-confirmed", message=message, remedy=remedy, file="command line", path=Flag.YES)
        )
    sys.stdout.flush()
    if not typer.confirm("Do it?", err=True):
        raise typer.Exit(exit_code("input"))
