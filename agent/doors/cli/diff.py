"""`diff`: what a new run would change in an output folder."""

import difflib
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import DIFFERENT, exit_code
from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import (
    Assignments,
    ConfigOnly,
    Environments,
    Json,
    KubeVersion,
    Kustomize,
    NoChart,
    NoManifests,
    OneComponent,
    OneTenant,
    output_choice,
)

if TYPE_CHECKING:
    from agent.use_cases.compare import Change

NAME = "diff"


def command(
    bundle: Annotated[str, typer.Argument(help="Bundle file; - reads standard input.", metavar="BUNDLE")],
    output: Annotated[str, typer.Option("--output", "-o", help="Folder of an earlier run.", metavar="FOLDER")] = "out",
    environments: Environments = None,
    component: OneComponent = None,
    tenant: OneTenant = None,
    assignments: Assignments = None,
    kube_version: KubeVersion = None,
    no_chart: NoChart = False,
    no_manifests: NoManifests = False,
    kustomize: Kustomize = False,
    config_only: ConfigOnly = False,
    json: Json = False,
) -> None:
    """Show what a new run would change in an output folder.

    Exit code 0 says that nothing would change, 1 that something would. Files in which only the id of the run would
    change are counted, and listed by --json.
    """
    from agent.bootstrap.use_cases.compare import build_compare
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings
    from agent.use_cases.compare import CompareCommand
    from foundation.catalog.library import FALLBACK
    from foundation.model.run.request import Options

    options = Options(
        environments=environments or [],
        kube_version=kube_version,
        outputs=output_choice(no_chart, no_manifests, kustomize, config_only),
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
    if json:
        write_json([change.model_dump() for change in changes])
    else:
        _write(changes, output)
    raise typer.Exit(DIFFERENT if changes else 0)


def _write(changes: "list[Change]", folder: str) -> None:
    from agent.reporting.counts import counted

    alone = sum(change.of_run_alone for change in changes)
    for change in changes:
        if not change.of_run_alone:
            sys.stdout.writelines(
                difflib.unified_diff(
                    change.before.splitlines(keepends=True),
                    change.after.splitlines(keepends=True),
                    fromfile=f"{folder}/{change.path}" if change.kind != "added" else "/dev/null",
                    tofile=f"{folder}/{change.path}" if change.kind != "removed" else "/dev/null",
                )
            )
    if alone:
        sys.stderr.write(f"{counted(alone, 'more file')} would change in factory_execution_id alone\n")
