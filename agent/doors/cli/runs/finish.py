"""`runs finish`: what a person finished by hand comes back."""

from typing import Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Full, Json, Overwrite
from agent.doors.cli.people import By, Reason, audited, principal
from agent.doors.cli.retried import tell

NAME = "finish"


def command(
    path: Annotated[
        str, typer.Argument(help="Folder or archive that `runs export` wrote, mended.", metavar="FOLDER|ARCHIVE")
    ],
    reason: Reason,
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and save nothing.")] = False,
    output: Annotated[str | None, typer.Option("--output", "-o", help="Folder to save in.", metavar="FOLDER")] = None,
    overwrite: Overwrite = False,
    full: Full = False,
    json: Json = False,
) -> None:
    """Take back what a person made of an exported run: it goes through the gate and is linked to that run.

    The bundle counts. Edits in a chart that had passed the gate are merged; all others are refused, not lost.
    """
    from agent.bootstrap.use_cases.handover.finishing import build_finish_run
    from agent.settings import load_settings
    from agent.use_cases.handover.finishing import FinishCommand

    settings, who = load_settings(), principal(by)
    finish = build_finish_run(settings)
    asked = FinishCommand(path=path, by=who, reason=reason, output=output, overwrite=overwrite, preview=dry_run)
    if dry_run:
        done = finish(asked)
    else:
        with audited(settings, who, "runs finish", reason, path) as noted:
            done = finish(asked)
            noted.tenant, noted.target = done.before.tenant, done.before.run.run_id
            noted.refused = done.result.failure or ""
    tell(done, as_json=json, preview=dry_run, full=full)
    raise typer.Exit(exit_code(done.result.fault))
