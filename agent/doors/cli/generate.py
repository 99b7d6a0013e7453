"""`generate`: from bundles to charts and manifests on disk."""

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
    Schemas,
    SignWith,
    Tenants,
    chosen_settings,
    gate_settings,
    require_fleet,
    require_one_output,
    require_one_way,
    require_stream,
)
from agent.doors.cli.parts import ConfigOnly, Only, With, Without, part_choice
from agent.doors.cli.stdin import named_stdin
from agent.doors.cli.streams import strict_output

if TYPE_CHECKING:
    from agent.doors.worker.batch import FleetRuns
    from agent.settings import Settings

NAME = "generate"


def command(
    bundles: Bundles,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", help="Folder for the artifacts; - writes manifests to stdout.", metavar="FOLDER"
        ),
    ] = "out",
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
    no_tree: Annotated[bool, typer.Option("--no-tree", help="Leave out the tree of what was written.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Write errors, warnings and advice only: no tree, no summary.")
    ] = False,
    json: Json = False,
) -> None:
    """Generate one bundle, many, or a folder of them.

    One bundle goes straight into the output folder; of several, each gets a folder of its own in it. If one cannot be
    read, nothing runs. Otherwise each component, and each tenant, is a run of its own: what passes is written, what
    fails keeps its earlier output exactly as it was, and the last line says which that is.

    With -o - nothing is saved: the manifests of one environment go to stdout, as kubectl apply -f - takes them, and if
    anything fails, none of them do.
    """
    from agent.bootstrap.use_cases.generate import build_generate
    from agent.doors.cli.generated import tell, tell_streamed
    from agent.doors.cli.output import write_json
    from agent.reporting.generation import refusal
    from agent.settings import load_settings
    from agent.use_cases.generate import GenerateCommand
    from agent.use_cases.inputs.bundles import BundleFiles
    from foundation.model.destination import published_at, workspace
    from foundation.model.events import RefusedError
    from foundation.model.run.request import Options

    streamed = output == "-"
    require_one_output(json=json, events=events)
    if streamed:
        require_stream(
            **{"--json": json, "--events": events, "--dry-run": dry_run, "--merge": merge, "--overwrite": overwrite},
            **{"--publish": publish, "--fleet": fleet, "--sign-with": sign_with},
            **{"--with": with_parts, "--without": without_parts, "--only": only_parts},
        )
    require_one_way(merge=merge, overwrite=overwrite, dry_run=dry_run)
    own = gate_settings(yamllint=yamllint, kubectl=kubectl, kubeconfig=kubeconfig, contexts=contexts, schemas=schemas)
    own |= chosen_settings(planner=planner, review=review or None, helm_lint=helm_lint, signing_key=sign_with)
    if fleet is not None:
        require_fleet(fleet, own, dry_run=dry_run, merge=merge, keep_refused=keep_refused, events=events)
    options = Options(
        environments=environments or [],
        kube_version=kube_version,
        destination=None if dry_run or streamed else workspace(output, overwrite=overwrite),
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
    if streamed:
        raise typer.Exit(highest(tell_streamed(done, quiet=quiet)))
    raise typer.Exit(highest(tell(done, as_json=json, quiet=quiet or events, no_tree=no_tree)))


def _on_fleet(settings: "Settings") -> "FleetRuns":
    # Imported here: docket takes time to load.
    from agent.doors.worker.batch import FleetRuns

    return FleetRuns(settings)
