"""`generate`: from bundles to charts and manifests on disk."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import highest
from agent.doors.cli.options import (
    AllTenants,
    Assignments,
    Bundles,
    Contexts,
    Environments,
    Events,
    HelmLint,
    Json,
    Kubeconfig,
    Kubectl,
    KubeVersion,
    Merge,
    Overwrite,
    Planner,
    Publish,
    Quiet,
    Schemas,
    SignWith,
    Tenants,
    chosen_settings,
    gate_settings,
    require_fleet,
    require_one_output,
    require_one_way,
)
from agent.doors.cli.parts import ConfigOnly, Only, With, Without, part_choice
from agent.doors.cli.progress import progress
from agent.doors.cli.stdin import named_stdin
from agent.doors.cli.streams import strict_output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.doors.worker.batch import FleetRuns
    from agent.settings import Settings
    from agent.use_cases.generate import Generated
    from foundation.model.errors import Fault, Problem
    from foundation.model.run.request import GenerationResult

NAME = "generate"


def command(
    bundles: Bundles,
    output: Annotated[str, typer.Option("--output", "-o", help="Folder for the artifacts.", metavar="FOLDER")] = "out",
    publish: Publish = None,
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
    merge: Merge = False,
    sign_with: SignWith = None,
    force: Annotated[bool, typer.Option("--force", help="Do all the work, even if nothing has changed.")] = False,
    keep_refused: Annotated[
        str | None,
        typer.Option("--keep-refused", help="Folder to keep what the gate refuses, for reading.", metavar="FOLDER"),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", help="File of exceptions to go by, as --write-waivers writes it.", metavar="FILE"),
    ] = None,
    write_waivers: Annotated[
        str | None,
        typer.Option(
            "--write-waivers", help="File for exceptions from all that blocks, to be allowed.", metavar="FILE"
        ),
    ] = None,
    approver: Annotated[
        str | None,
        typer.Option("--approver", help="Who allows them; then the runs go on under them at once.", metavar="NAME"),
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", help="Last day of them; 90 days by default.", metavar="DAY")
    ] = None,
    pass_context: Annotated[
        str | None,
        typer.Option("--pass-context", help="File for the contexts of the runs, for another agent.", metavar="FILE"),
    ] = None,
    fleet: Annotated[
        str | None,
        typer.Option("--fleet", help="Spread the work over the workers of this Redis server.", metavar="ADDRESS"),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes; 0 chooses.")] = 0,
    kubectl: Kubectl = False,
    kubeconfig: Kubeconfig = None,
    contexts: Contexts = None,
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

    One bundle goes straight into the output folder; of several, each gets a folder of its own in it. If one cannot be
    read, nothing runs. Otherwise each component, and each tenant, is a run of its own: what passes is written, what
    fails keeps its earlier output exactly as it was, and the last line says which that is.
    """
    from agent.bootstrap.use_cases.generate import build_generate
    from agent.doors.cli.output import write_json
    from agent.reporting.generation import refusal
    from agent.settings import load_settings
    from agent.use_cases.generate import GenerateCommand
    from agent.use_cases.inputs.bundles import BundleFiles
    from foundation.model.destination import published_at, workspace
    from foundation.model.events import RefusedError
    from foundation.model.run.request import Options

    require_one_output(json=json, events=events)
    require_one_way(merge=merge, overwrite=overwrite, dry_run=dry_run)
    own = gate_settings(yamllint=yamllint, kubectl=kubectl, kubeconfig=kubeconfig, contexts=contexts, schemas=schemas)
    own |= chosen_settings(planner=planner, review=review or None, helm_lint=helm_lint, signing_key=sign_with)
    if fleet is not None:
        require_fleet(fleet, own, dry_run=dry_run, merge=merge, keep_refused=keep_refused, events=events)
    options = Options(
        environments=environments or [],
        kube_version=kube_version,
        destination=None if dry_run else workspace(output, overwrite=overwrite),
        publish=published_at(publish or [], overwrite=overwrite),
        outputs=part_choice(with_parts, without_parts, only_parts, config_only=config_only),
        merge_edits=merge,
    )
    asked = GenerateCommand(
        bundles=BundleFiles(paths=bundles, stdin=named_stdin(bundles), assignments=assignments or []),
        options=options,
        tenants=tenants or [],
        all_tenants=all_tenants,
        jobs=jobs,
        keep_refused=keep_refused,
        context=pass_context,
        baseline=baseline,
        write_waivers=write_waivers,
        approver=approver,
        expires=expires,
        force=force or merge,  # what a person added is no change to what was saved
    )
    settings = load_settings(**own, **chosen_settings(fleet=fleet))
    try:
        run = _on_fleet(settings) if fleet is not None else None
        done = build_generate(settings, event_stream=strict_output() if events else None, run=run)(asked)
    except RefusedError as error:
        if json:
            write_json(refusal(error))
        raise
    raise typer.Exit(highest(_told(done, as_json=json, quiet=quiet, events=events)))


def _on_fleet(settings: "Settings") -> "FleetRuns":
    # Imported here: docket takes time to load.
    from agent.doors.worker.batch import FleetRuns

    return FleetRuns(settings)


def _told(done: "Generated", *, as_json: bool, quiet: bool, events: bool) -> "Iterator[Fault | None]":
    """Write each result as it comes, keep none of them, and yield whose fault it is that not all was done."""
    from agent.doors.cli.output import JsonWriter
    from agent.reporting.generation import Tally, summary, waivers_line
    from agent.reporting.mistakes import printable
    from foundation.model.errors import Problem

    json, tally, told = JsonWriter(many=done.many, wanted=as_json), Tally(), set[Problem]()
    with progress("generating", wanted=not quiet, least=2) as bar, json:
        for result in done.results:
            with bar.hidden():
                json.write(summary(result) if as_json else None)
                _write(result, told, many=done.many, as_json=as_json, quiet=quiet or events)
            tally.add(result)
            bar(done.total, result)
            yield result.fault
    if done.waivers is not None:
        sys.stderr.write(f"{printable(waivers_line(done.waivers.file, done.waivers.number, done.waivers.approver))}\n")
    if done.many and not as_json and (said := tally.written_and_not):
        sys.stderr.write(f"{printable(said)}\n")


def _write(result: "GenerationResult", told: "set[Problem]", *, many: bool, as_json: bool, quiet: bool) -> None:
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.reporting.generation import (
        beyond_report,
        headline,
        notes,
        noticed,
        published_lines,
        saved_tree,
        untold,
    )
    from agent.reporting.mistakes import printable

    done = result.status in ("generated", "unchanged")
    if done and quiet:
        return
    if result.status == "generated":
        report_findings(result.findings if not many else [])
        report_findings(result.review.findings if result.review else [])
    if done and not as_json:
        briefly = many or result.status == "unchanged"
        sys.stdout.write(headline(result) + (noticed(result) if briefly else "") + "\n")
        sys.stdout.writelines(f"{line}\n" for line in published_lines(result.component, result.receipt))
    elif not done and not as_json:
        report_findings(result.blocking if result.status == "blocked" else [])
        report_problems(untold(beyond_report(result), result.fault, told))
        sys.stderr.write(headline(result) + "\n")
    report_findings([*(result.receipt.findings if result.receipt else []), *result.notices])
    sys.stderr.writelines(f"{printable(line)}\n" for line in notes(result) if not quiet)
    if result.receipt and result.artifacts and not (many or as_json or quiet):
        sys.stdout.write(saved_tree(result.receipt, result.artifacts))
