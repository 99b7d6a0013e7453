"""`prompts lint`: what is wrong with prompts and their data sets."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Version

NAME = "lint"


def command(
    names: Annotated[list[str] | None, typer.Argument(help="Prompts; all by default.", metavar="[NAME]...")] = None,
    version: Version = None,
    json: Json = False,
) -> None:
    """Check prompts: variables, samples, settings, size, markup, and templates of others that are not escaped.

    Their data sets, recordings and prices are read too, and the newest version is rendered with every case.
    Exit code 1 says that there are errors; warnings alone do not fail.
    """
    from agent.bootstrap.use_cases.prompts.linting import build_lint_prompts
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.reporting.prompts import linted_text
    from agent.settings import load_settings
    from agent.use_cases.prompts.linting import LintCommand

    linted = build_lint_prompts(load_settings())(LintCommand(prompts=names or [], version=version))
    findings = linted.findings
    if json:
        write_json([finding.model_dump(exclude_none=True) for finding in findings])
    else:
        report_findings(findings)
        sys.stdout.write(linted_text(linted.prompts, findings))
    raise typer.Exit(exit_code("gate" if any(finding.severity == "error" for finding in findings) else None))
