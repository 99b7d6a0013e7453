"""`diff`: what a new run would change in an output folder."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import DIFFERENT, exit_code
from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import (
    Assignments,
    Environments,
    Json,
    KubeVersion,
    OneComponent,
    OneTenant,
)
from agent.doors.cli.parts import ConfigOnly, Only, With, Without, part_choice

NAME = "diff"


def command(
    bundle: Annotated[str, typer.Argument(help="Bundle file; - reads standard input.", metavar="BUNDLE")],
    output: Annotated[str, typer.Option("--output", "-o", help="Folder of an earlier run.", metavar="FOLDER")] = "out",
    environments: Environments = None,
    component: OneComponent = None,
    tenant: OneTenant = None,
    assignments: Assignments = None,
    kube_version: KubeVersion = None,
    with_parts: With = None,
    without_parts: Without = None,
    only_parts: Only = None,
    config_only: ConfigOnly = False,
    full: Annotated[bool, typer.Option("--full", help="Show every line of every file, as a unified diff.")] = False,
    json: Json = False,
) -> None:
    """Show what a new run would change in an output folder.

    What changes in meaning comes first, a line for each; ids, labels of the trace, checksums and the chart's version
    are one line, and so are other files than manifests. --full and --json show all of them. Exit code 0 says that
    nothing would change, 1 that something would. Changes that an API server refuses are told on stderr, with the way
    there.
    """
    from agent.bootstrap.use_cases.compare import build_compare
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.doors.cli.output import write_json
    from agent.reporting.changes import changes_data, changes_text, of_run_alone_text
    from agent.reporting.meaning import meaning_text
    from agent.settings import load_settings
    from agent.use_cases.compare import CompareCommand
    from foundation.catalog.library import FALLBACK
    from foundation.model.run.request import Options

    options = Options(
        environments=environments or [],
        kube_version=kube_version,
        outputs=part_choice(with_parts, without_parts, only_parts, config_only=config_only),
    )
    asked = CompareCommand(bundle=one_bundle(bundle, assignments, component, tenant), folder=output, options=options)
    compared = build_compare(load_settings())(asked)
    result, changes = compared.result, compared.changes
    if result.status != "generated":
        report_problems(result.problems)
        raise typer.Exit(max(exit_code(result.fault), exit_code("input")))
    report_findings(
        [finding for finding in result.report.findings if finding.code == FALLBACK] if result.report else []
    )
    report_findings(compared.refused)
    if json:
        write_json(changes_data(changes, compared.meaning, compared.refused))
    elif not full:
        sys.stdout.write(meaning_text(compared.meaning))
    else:
        sys.stdout.write(changes_text(changes, output))
        sys.stderr.write(of_run_alone_text(changes))
    raise typer.Exit(DIFFERENT if changes else 0)
