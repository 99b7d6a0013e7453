"""`doctor`: what works here and what does not."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json

if TYPE_CHECKING:
    from foundation.model.diagnosis import Diagnosis

NAME = "doctor"


def command(
    report: Annotated[
        str | None,
        typer.Option("--report", help="Write a report for others, without secrets; - is stdout.", metavar="FILE"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the report if it is there.")] = False,
    json: Json = False,
) -> None:
    """Check everything the agent needs, and say how the gate is set up and which Helm engine is used.

    Exit code 3 says that something is missing without which nothing can be generated.
    """
    if report is not None and json:
        raise typer.BadParameter("--report is text; use --json without it")
    if force and report is None:
        raise typer.BadParameter("--force is for the file of --report")
    failed = _told(as_json=json) if report is None else _reported(report, force)
    if failed:
        raise typer.Exit(exit_code("outside"))


def _told(*, as_json: bool) -> bool:
    """Write what was found; return whether something is missing that is needed."""
    from agent.bootstrap.use_cases.diagnose import build_diagnose
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    results = build_diagnose(load_settings())()
    if as_json:
        write_json([result.model_dump(exclude_none=True) for result in results])
    else:
        _write(results)
    return any(result.status == "failed" for result in results)


def _write(results: "list[Diagnosis]") -> None:
    from agent.doors.cli.errors import report_problems
    from agent.reporting.diagnoses import diagnosis_lines

    for line, result in zip(diagnosis_lines(results), results, strict=True):
        sys.stdout.write(line)
        report_problems(result.problems)


def _reported(place: str, force: bool) -> bool:
    """Write the report; return whether it tells of something that is missing and needed."""
    from agent.bootstrap.use_cases.bug_report import build_bug_report
    from agent.reporting.bug_report import bug_report_text
    from agent.use_cases.new_files import write_new

    report = build_bug_report()()
    text = bug_report_text(report)
    if place == "-":
        sys.stdout.write(text)
    else:
        write_new({Path(place): text}, force)
        sys.stdout.write(f"{place}: written; read it before you send it\n")
    return report.failed
