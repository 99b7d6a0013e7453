"""`runs export`: a run as one file, for a person to finish."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.runs.options import Run, RunTenant

NAME = "export"


def command(
    run: Run,
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write: .zip, or .patch for git am.", metavar="FILE")
    ],
    tenant: RunTenant = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write a run into one file, for a person to finish: the bundle, what is wrong, and the files.

    Of a run that saved nothing it holds what there is, below unfinished/ and marked as such. `runs finish` takes back
    what was made of it. A patch becomes a branch with `git switch -c NAME` and `git am FILE`.
    """
    from agent.bootstrap.use_cases.handover.exporting import build_export_run
    from agent.reporting.handover import exported_text
    from agent.settings import load_settings
    from agent.use_cases.handover.exporting import ExportRunCommand

    asked = ExportRunCommand(name=run, output=output, tenant=tenant, force=force)
    done = build_export_run(load_settings())(asked)
    sys.stdout.write(exported_text(done.run_id, done.output, len(done.files), finished=done.finished))
