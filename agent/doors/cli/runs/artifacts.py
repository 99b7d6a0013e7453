"""`runs artifacts`: the files of a run, listed or in their exact bytes."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json
from agent.doors.cli.runs.options import Run, RunTenant

NAME = "artifacts"


def command(
    run: Run,
    path: Annotated[
        str | None, typer.Option("--path", "-p", help="Write this one file to stdout.", metavar="PATH")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="Write all of them into this new or empty folder.", metavar="FOLDER"),
    ] = None,
    tenant: RunTenant = None,
    json: Json = False,
) -> None:
    """List the files of a run with their digests, or write them out as they were.

    Memory holds their bytes, which are verified by their digest. The folder is there with all of them or not at all.
    """
    from agent.bootstrap.use_cases.history.artifacts import build_run_artifacts
    from agent.doors.cli.output import write_json
    from agent.reporting.counts import counted
    from agent.reporting.runs import artifacts_text
    from agent.settings import load_settings
    from agent.use_cases.history.artifacts import RunArtifactsCommand

    if sum((path is not None, output is not None, json)) > 1:
        raise typer.BadParameter("--path, --output and --json are three answers; use one of them")
    asked = RunArtifactsCommand(name=run, tenant=tenant, path=path, output=output)
    files = build_run_artifacts(load_settings())(asked)
    if path is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(files[0].content)
    elif json:
        write_json([file.entry.model_dump() for file in files])
    else:
        written = f"{counted(len(files), 'file')} written to {output}\n"
        sys.stdout.write(artifacts_text(files) if output is None else written)
