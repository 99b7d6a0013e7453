"""`import`: from what a team has to bundles."""

import sys
from enum import StrEnum
from typing import Annotated, Literal

import typer

from agent.doors.cli.options import Json
from agent.doors.cli.stdin import named_stdin

NAME = "import"


class Namespace(StrEnum):
    """Where the components can be from now on."""

    OWN = "own"
    KEEP = "keep"


class Form(StrEnum):
    """What the input can be."""

    MANIFESTS = "manifests"
    COMPOSE = "compose"


def command(
    paths: Annotated[
        list[str], typer.Argument(help="Manifests or compose files, or folders; - reads stdin.", metavar="PATH...")
    ],
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="File, or folder with a file for each bundle.", metavar="PATH")
    ] = None,
    form: Annotated[Form | None, typer.Option("--from", help="What the input is; told by its content.")] = None,
    trace_id: Annotated[str | None, typer.Option("--trace-id", help="Trace that the components belong to.")] = None,
    blueprint_id: Annotated[str | None, typer.Option("--blueprint-id", help="Their blueprint.")] = None,
    scope: Annotated[str | None, typer.Option("--scope", help="Domain that owns them.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="Team that owns them.")] = None,
    tenant: Annotated[str | None, typer.Option("--tenant", "-t", help="Their tenant.")] = None,
    environment: Annotated[
        str | None, typer.Option("--env", "-e", help="Environment that the input is of.", metavar="NAME")
    ] = None,
    namespace: Annotated[
        Namespace,
        typer.Option("--namespace", help="A namespace of its own for each component, or keep those of the input."),
    ] = Namespace.OWN,
    adopt: Annotated[
        bool,
        typer.Option("--adopt", help="Keep all as it is today, with exceptions from what the platform forbids."),
    ] = False,
    harden: Annotated[
        bool, typer.Option("--harden", help="Take what the platform adds, its probes too, and say what changes.")
    ] = False,
    approver: Annotated[
        str | None, typer.Option("--approver", help="Who allows the exceptions of --adopt.", metavar="NAME")
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", help="Last day of them; 90 days by default.", metavar="DAY")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    json: Json = False,
) -> None:
    """Turn manifests, the output of `helm template` or a compose file into bundles.

    One workload gives one bundle. What a bundle cannot hold is listed, with the reason. Values of
    Secrets are never carried, and what manifests do not say is never made up.
    """
    from agent.bootstrap.use_cases.import_ import build_import
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.importing.manner import Manner
    from agent.reporting.imports import fill_in_text, imported_data, imported_text
    from agent.settings import load_settings
    from agent.use_cases.import_ import ImportCommand

    said = {
        "trace_id": trace_id,
        "blueprint_id": blueprint_id,
        "component_scope": scope,
        "team": team,
        "tenant": tenant,
        "environment": environment,
    }
    asked = ImportCommand(
        paths=paths,
        stdin=named_stdin(paths),
        form=form.value if form else None,
        said=said,
        manner=Manner(namespace=namespace.value, additions=_additions(adopt, harden)),
        approver=approver,
        expires=expires,
        output=output,
        force=force,
    )
    done = build_import(load_settings())(asked)
    if json:
        write_json(imported_data(done))
        return
    sys.stdout.write(imported_text(done))
    for bundle in done.bundles:
        report_findings(bundle.findings)
        sys.stderr.write(fill_in_text(bundle))


def _additions(adopt: bool, harden: bool) -> Literal["tell", "adopt", "harden"]:
    """Return what becomes of what the platform adds."""
    if adopt and harden:
        raise typer.BadParameter("--adopt keeps what --harden changes; use one of them")
    return "adopt" if adopt else "harden" if harden else "tell"
