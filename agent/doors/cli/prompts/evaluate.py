"""`prompts eval`: whether a prompt's answers are what its data sets expect."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json
from agent.doors.cli.progress import progress
from agent.doors.cli.prompts.options import Cases, Models, Name, Repeat, Tags, Versions

NAME = "eval"


def command(
    name: Name,
    versions: Versions = None,
    models: Models = None,
    cases: Cases = None,
    tags: Tags = None,
    repeat: Repeat = 1,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the model of the settings; recordings are neither read nor written.")
    ] = False,
    filter_failing: Annotated[
        Path | None,
        typer.Option("--filter-failing", help="Only what did not pass in these results.", metavar="FILE"),
    ] = None,
    ci: Annotated[bool, typer.Option("--ci", help="Recordings only, whatever is set; plain text.")] = False,
    results: Annotated[Path | None, typer.Option("--results", help="Write everything as JSON.", metavar="FILE")] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write a JUnit file.", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write one HTML page.", metavar="FILE")] = None,
    json: Json = False,
) -> None:
    """Ask every case of a prompt's data sets and hold the answers against what is expected.

    Answers come from recordings, of every model that has some, unless --live is given.

    Exit codes: 0 all passed, 1 something failed or has no up-to-date recording, 2 wrong input,
    3 a model could not be asked.
    """
    from agent.bootstrap.use_cases.prompts.evaluation import build_evaluate
    from agent.doors.cli.output import write_json
    from agent.evaluation.reports.results import as_file
    from agent.evaluation.reports.table import results_text
    from agent.evaluation.summary import fault_of
    from agent.settings import load_settings
    from agent.use_cases.prompts.evaluation import EvaluateCommand

    asked = EvaluateCommand(
        prompt=name,
        versions=versions or [],
        models=models or [],
        cases=cases or [],
        tags=tags or [],
        repeat=repeat,
        live=live and not ci,
        failing=filter_failing,
        results=results,
        junit=junit,
        html=html,
    )
    with progress("asking", wanted=not ci, name=lambda result: result.case) as watch:
        found = build_evaluate(load_settings(), watch=watch)(asked)
    if json:
        write_json(as_file(name, found))
    else:
        sys.stdout.write(results_text(found, plain=ci))
    raise typer.Exit(exit_code(fault_of(found)))
