"""`generate`: from bundles to charts and manifests on disk."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import highest
from agent.doors.cli.options import (
    AllTenants,
    Assignments,
    Bundles,
    Environments,
    Events,
    HelmLint,
    Json,
    Kubeconfig,
    Kubectl,
    KubeVersion,
    Overwrite,
    Planner,
    Quiet,
    Schemas,
    Tenants,
    chosen_settings,
    gate_settings,
    require_one_output,
)
from agent.doors.cli.parts import ConfigOnly, Only, With, Without, part_choice
from agent.doors.cli.progress import progress
from agent.doors.cli.stdin import named_stdin

if TYPE_CHECKING:
    from foundation.model.run.request import GenerationResult

NAME = "generate"


def command(
    bundles: Bundles,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder for the artifacts.", metavar="FOLDER")] = "out",
    environments: Environments = None,
    tenants: Tenants = None,
    all_tenants: AllTenants = False,
    assignments: Assignments = None,
    kube_version: KubeVersion = None,
    with_parts: With = None,
    without_parts: Without = None,
    only_parts: Only = None,
    config_only: ConfigOnly = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Generate and validate, but save nothing.")] = False,
    overwrite: Overwrite = False,
    keep_refused: Annotated[
        str | None,
        typer.Option("--keep-refused", help="Folder to keep what the gate refuses, for reading.", metavar="FOLDER"),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0 chooses.")] = 0,
    kubectl: Kubectl = False,
    kubeconfig: Kubeconfig = None,
    schemas: Schemas = None,
    yamllint: Annotated[bool, typer.Option("--yamllint", help="Let the gate run yamllint too (slow).")] = False,
    helm_lint: HelmLint = None,
    events: Events = False,
    planner: Planner = None,
    review: Annotated[bool, typer.Option("--review", help="Let a model review what passed; advice only.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Generate one bundle, many, or a folder of them.

    One bundle goes straight into the output folder; of several, each gets a folder of its own in it.
    A run that fails leaves the output folder exactly as it was.
    """
    from agent.bootstrap.use_cases.generate import build_generate
    from agent.doors.cli.output import write_json
    from agent.reporting.generation import refusal
    from agent.settings import load_settings
    from agent.use_cases.generate import GenerateCommand
    from agent.use_cases.inputs.bundles import BundleFiles
    from foundation.model.destination import workspace
    from foundation.model.events import RefusedError
    from foundation.model.run.request import Options

    require_one_output(json=json, events=events)
    options = Options(
        environments=environments or [],
        kube_version=kube_version,
        destination=None if dry_run else workspace(output, overwrite=overwrite),
        outputs=part_choice(with_parts, without_parts, only_parts, config_only=config_only),
    )
    asked = GenerateCommand(
        bundles=BundleFiles(paths=bundles, stdin=named_stdin(bundles), assignments=assignments or []),
        options=options,
        tenants=tenants or [],
        all_tenants=all_tenants,
        jobs=jobs,
        keep_refused=keep_refused,
    )
    settings = load_settings(
        **gate_settings(yamllint=yamllint, kubectl=kubectl, kubeconfig=kubeconfig, schemas=schemas),
        **chosen_settings(planner=planner, review=review or None, helm_lint=helm_lint),
    )
    try:
        with progress("generating", wanted=not quiet, least=2) as watch:
            done = build_generate(settings, event_stream=sys.stdout if events else None, watch=watch)(asked)
    except RefusedError as error:
        if json:
            write_json(refusal(error))
        raise
    _write(done.results, many=done.many, as_json=json, quiet=quiet or events)
    raise typer.Exit(highest(result.fault for result in done.results))


def _write(results: "list[GenerationResult]", *, many: bool, as_json: bool, quiet: bool) -> None:
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.doors.cli.output import write_json
    from agent.reporting.generation import beyond_report, headline, notes, noticed, saved_tree, summary
    from agent.reporting.mistakes import printable

    if as_json:
        write_json([summary(result) for result in results] if many else summary(results[0]))
    for result in results:
        if result.status == "generated":
            if quiet:
                continue
            report_findings(result.findings if not many else [])
            report_findings(result.review.findings if result.review else [])
            if not as_json:
                sys.stdout.write(headline(result) + (noticed(result) if many else "") + "\n")
        elif not as_json:
            report_findings(result.blocking if result.status == "blocked" else [])
            report_problems(beyond_report(result))
            sys.stderr.write(headline(result) + "\n")
        report_findings(result.receipt.findings if result.receipt else [])
        sys.stderr.writelines(f"{printable(line)}\n" for line in notes(result) if not quiet)
    first = results[0] if results else None
    if first and not many and not as_json and not quiet and first.receipt and first.artifacts:
        sys.stdout.write(saved_tree(first.receipt, first.artifacts))
