"""`rebuild`: a recorded request is compiled once more, and its files are held against those of then."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import DIFFERENT, exit_code
from agent.doors.cli.options import Json, Overwrite, SignWith, chosen_settings
from agent.doors.cli.runs.options import Run, RunTenant

NAME = "rebuild"


def command(
    run: Run,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Save the files here, as a run of its own.", metavar="FOLDER")
    ] = None,
    tenant: RunTenant = None,
    overwrite: Overwrite = False,
    sign_with: SignWith = None,
    json: Json = False,
) -> None:
    """Compile what a run was asked for once more, and say whether it comes to the same bytes.

    If it does not, the files that differ are listed, and what has changed since: templates, policies, schemas, the
    agent, Helm, or how the bundle is read. Exit code 0 says that nothing differs, 1 that something does.
    """
    from agent.bootstrap.use_cases.rebuild import build_rebuild
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.doors.cli.output import write_json
    from agent.reporting.generation import beyond_report
    from agent.reporting.rebuilding import rebuilt_data, rebuilt_text
    from agent.settings import load_settings
    from agent.use_cases.rebuild import RebuildCommand

    asked = RebuildCommand(name=run, tenant=tenant, output=output, overwrite=overwrite)
    done = build_rebuild(load_settings(**chosen_settings(signing_key=sign_with)))(asked)
    result = done.result
    if json:
        write_json(rebuilt_data(done))
    else:
        report_findings(result.blocking if result.status == "blocked" else [])
        report_problems(beyond_report(result))
        sys.stdout.write(rebuilt_text(done))
    raise typer.Exit(exit_code(result.fault) or (0 if done.same else DIFFERENT))
