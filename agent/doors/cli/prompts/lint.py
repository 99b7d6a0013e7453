"""`prompts lint`: what is wrong with prompts and their data sets."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Version

if TYPE_CHECKING:
    from agent.model.findings import Finding
    from agent.prompting.library import PromptLibrary

NAME = "lint"


def command(
    names: Annotated[list[str] | None, typer.Argument(help="Prompts; all by default.", metavar="[NAME]...")] = None,
    version: Version = None,
    json: Json = False,
) -> None:
    """Check prompts: variables, samples, settings, size, markup, and templates of others that are not escaped.

    Their data sets are read too, and the newest version is rendered with every case. Exit code 1 says that
    there are errors; warnings alone do not fail.
    """
    from agent.bootstrap import build_prompts
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    library = build_prompts(load_settings())
    wanted = names or library.names()
    findings = [finding for name in wanted for finding in _findings(library, name, version)]
    errors = sum(finding.severity == "error" for finding in findings)
    if json:
        write_json([finding.model_dump(exclude_none=True) for finding in findings])
    else:
        report_findings(findings)
        sys.stdout.write(f"{len(wanted)} prompts: {errors} errors, {len(findings) - errors} warnings\n")
    raise typer.Exit(int(errors > 0))


def _findings(library: "PromptLibrary", name: str, version: int | None) -> "list[Finding]":
    """The newest version has to fit the data sets; older ones may be left behind by them."""
    from agent.bootstrap import build_examiners
    from agent.evaluation.loading import load_cases
    from agent.evaluation.rendering import render_case
    from agent.model.errors import InputError, Problem
    from agent.prompting.lint import as_finding, lint

    findings = lint(library, name, version)
    if any(finding.severity == "error" for finding in findings):
        return findings
    problems: dict[Problem, None] = {}
    try:
        for case in load_cases(library.folder(name)):
            try:
                render_case(library, library.prompt(name), case, build_examiners().get(name))
            except InputError as error:
                problems |= dict.fromkeys(error.problems)
    except InputError as error:
        problems |= dict.fromkeys(error.problems)
    return findings + [as_finding(problem) for problem in problems]
