"""`diff`: what a new run, or another output, would change in an output folder."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import DIFFERENT, exit_code
from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import (
    Assignments,
    Environments,
    Full,
    Json,
    KubeVersion,
    OneComponent,
    OneTenant,
)
from agent.doors.cli.parts import ConfigOnly, Only, With, Without, part_choice

if TYPE_CHECKING:
    from agent.use_cases.comparing.comparison import Comparison
    from agent.use_cases.inputs.bundles import OneBundle
    from foundation.model.run.request import Options

NAME = "diff"


def command(
    bundle: Annotated[
        str | None, typer.Argument(help="Bundle file; - reads standard input.", metavar="[BUNDLE]", show_default=False)
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder of an earlier run.", metavar="FOLDER")] = "out",
    source: Annotated[
        str | None,
        typer.Option("--from", help="Folder of an output instead of a bundle.", metavar="FOLDER"),
    ] = None,
    runs: Annotated[
        list[str] | None,
        typer.Option(
            "--run",
            help="Recorded run whose files are taken, and not the folder's; with a bundle or --from, or twice without,"
            " for what changed from the first to the second.",
            metavar="RUN",
        ),
    ] = None,
    environments: Environments = None,
    component: OneComponent = None,
    tenant: OneTenant = None,
    assignments: Assignments = None,
    kube_version: KubeVersion = None,
    with_parts: With = None,
    without_parts: Without = None,
    only_parts: Only = None,
    config_only: ConfigOnly = False,
    full: Full = False,
    json: Json = False,
) -> None:
    """Show what a new run, or the output of --from, would change in an output folder, or what changed between two runs.

    What changes in meaning comes first, a line for each; ids, labels of the trace, checksums and the chart's version
    are one line, and so are other files than manifests. --full and --json show all of them. Exit code 0 says that
    nothing would change, 1 that something would. Changes that an API server refuses are told on stderr, with the way
    there.
    """
    from agent.use_cases.compare_outputs import CompareOutputsCommand, compare_outputs
    from foundation.model.run.request import Options

    parts = part_choice(with_parts, without_parts, only_parts, config_only=config_only)
    options = Options(environments=environments or [], kube_version=kube_version, outputs=parts)
    others = any((assignments, component, options != Options()))
    if bundle is not None and source is None and Path(bundle, "artifacts.json").is_file():
        source, bundle = _output_as_bundle(bundle, runs or []), None
    if source is not None and bundle is None and len(runs or []) == 1 and not others:
        found, place = _of_output(source, (runs or [])[0], tenant), (runs or [])[0]
    elif source is not None:
        if bundle is not None or others or tenant or runs:
            raise typer.BadParameter("--from compares two outputs as they are; leave the bundle and its flags out")
        found, place = compare_outputs(CompareOutputsCommand(source=source, folder=output)), output
    elif bundle is None and len(runs or []) == 2 and not others:
        found, place = _of_runs(runs or [], tenant), (runs or [])[0]
    elif bundle is None or len(runs or []) > 1:
        message = "name a bundle with one --run at most, two runs with --run, or an output with --from"
        raise typer.BadParameter(message, param_hint="BUNDLE")
    else:
        run = next(iter(runs or []), None)
        found, place = (
            _of_bundle(one_bundle(bundle, assignments, component, tenant), output, run, options),
            run or output,
        )
    _tell(found, place, full=full, as_json=json)
    raise typer.Exit(DIFFERENT if found.changes else 0)


def _output_as_bundle(folder: str, runs: list[str]) -> str:
    """Return the folder of an output that stands where a bundle does: with a run, it is clear what is meant.

    Raises:
        typer.BadParameter: it is not clear.
    """
    if runs:
        return folder
    message = f"{folder} holds an output and no bundle; --from {folder} -o FOLDER compares it with another one"
    raise typer.BadParameter(f"{message}, and --from {folder} --run RUN with a recorded run", param_hint="BUNDLE")


def _of_output(source: str, run: str, tenant: str | None) -> "Comparison":
    from agent.bootstrap.use_cases.compare_with_run import build_compare_with_run
    from agent.settings import load_settings
    from agent.use_cases.compare_with_run import CompareWithRunCommand

    return build_compare_with_run(load_settings())(CompareWithRunCommand(run=run, source=source, tenant=tenant))


def _of_runs(runs: list[str], tenant: str | None) -> "Comparison":
    from agent.bootstrap.use_cases.compare_runs import build_compare_runs
    from agent.settings import load_settings
    from agent.use_cases.compare_runs import CompareRunsCommand

    before, after = runs
    return build_compare_runs(load_settings())(CompareRunsCommand(before=before, after=after, tenant=tenant))


def _of_bundle(bundle: "OneBundle", output: str, run: str | None, options: "Options") -> "Comparison":
    from agent.bootstrap.use_cases.compare import build_compare
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.settings import load_settings
    from agent.use_cases.compare import CompareCommand
    from foundation.catalog.library import FALLBACK

    compared = build_compare(load_settings())(CompareCommand(bundle=bundle, folder=output, run=run, options=options))
    result = compared.result
    if result.status != "generated":
        report_problems(result.problems)
        raise typer.Exit(max(exit_code(result.fault), exit_code("input")))
    report_findings(
        [finding for finding in result.report.findings if finding.code == FALLBACK] if result.report else []
    )
    return compared


def _tell(found: "Comparison", output: str, *, full: bool, as_json: bool) -> None:
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.reporting.changes import changes_data, changes_text, of_run_alone_text
    from agent.reporting.meaning import meaning_text

    report_findings(found.refused)
    if as_json:
        write_json(changes_data(found.changes, found.meaning, found.refused))
    elif full:
        sys.stdout.write(changes_text(found.changes, output))
        sys.stderr.write(of_run_alone_text(found.changes))
    else:
        sys.stdout.write(meaning_text(found.meaning))
