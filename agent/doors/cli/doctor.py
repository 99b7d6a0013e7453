"""`doctor`: what works here and what does not."""

import sys

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json

NAME = "doctor"


def command(json: Json = False) -> None:
    """Check everything the agent needs, and say how the gate is set up and which Helm engine is used.

    Exit code 3 says that something is missing without which nothing can be generated.
    """
    from agent.bootstrap.use_cases.diagnose import build_diagnose
    from agent.doors.cli.errors import report_problems
    from agent.doors.cli.output import write_json
    from agent.reporting.diagnoses import diagnosis_lines
    from agent.settings import load_settings

    results = build_diagnose(load_settings())()
    if json:
        write_json([result.model_dump(exclude_none=True) for result in results])
    else:
        for line, result in zip(diagnosis_lines(results), results, strict=True):
            sys.stdout.write(line)
            report_problems(result.problems)
    if any(result.status == "failed" for result in results):
        raise typer.Exit(exit_code("outside"))
