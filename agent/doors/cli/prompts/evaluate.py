"""`prompts eval`: whether a prompt's answers are what its data sets expect."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json
from agent.doors.cli.progress import progress
from agent.doors.cli.prompts.options import Cases, Models, Name, Repeat, Systems, Tags, Versions

if TYPE_CHECKING:
    from agent.evaluation.outcome import CaseResult
    from agent.settings import Settings
    from agent.use_cases.prompts.evaluation import EvaluateCommand

NAME = "eval"


def command(
    name: Name,
    versions: Versions = None,
    systems: Systems = None,
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
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="Evaluate again after each change of prompts, data sets and checks; Ctrl-C ends it."
        ),
    ] = False,
    answers: Annotated[
        bool, typer.Option("--answers", help="Show every answer beside the others, those of failed cases first.")
    ] = False,
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
    from agent.settings import load_settings
    from agent.use_cases.prompts.evaluation import EvaluateCommand

    if watch and (ci or json):
        raise typer.BadParameter("--watch is for people; leave --ci and --json out")
    asked = EvaluateCommand(
        prompt=name,
        versions=versions or [],
        systems=systems or [],
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
    settings = load_settings()
    if watch:
        _watched(settings, asked, answers=answers)
        return
    found = _evaluated(settings, asked, bar=not ci)
    _show(name, found, json=json, plain=ci, answers=answers)
    raise typer.Exit(_code(found))


def _evaluated(settings: "Settings", asked: "EvaluateCommand", *, bar: bool) -> "list[CaseResult]":
    from agent.bootstrap.use_cases.prompts.evaluation import build_evaluate

    with progress("asking", wanted=bar, name=lambda result: result.case) as watch:
        return build_evaluate(settings, watch=watch)(asked)


def _show(name: str, found: "list[CaseResult]", *, json: bool, plain: bool, answers: bool) -> None:
    from agent.doors.cli.output import write_json
    from agent.evaluation.reports.answers import answers_text
    from agent.evaluation.reports.results import as_file
    from agent.evaluation.reports.table import results_text

    if json:
        write_json(as_file(name, found))
        return
    sys.stdout.write((answers_text(found) if answers else "") + results_text(found, plain=plain))
    sys.stdout.flush()


def _watched(settings: "Settings", asked: "EvaluateCommand", *, answers: bool) -> None:
    """Evaluate again after each change; a mistake in a file is shown, and waits for the next one."""
    from agent.bootstrap.folders import prompt_folders
    from agent.doors.cli.errors import report_problems
    from agent.doors.cli.prompts.watching import watch
    from foundation.model.errors import AgentError

    def act() -> None:
        try:
            _show(asked.prompt, _evaluated(settings, asked, bar=True), json=False, plain=False, answers=answers)
        except AgentError as error:
            report_problems(error.problems)

    watch([*prompt_folders(settings), *settings.prompt_check_files], act)


def _code(found: "list[CaseResult]") -> int:
    from agent.evaluation.summary import fault_of

    return exit_code(fault_of(found))
