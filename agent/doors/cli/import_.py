"""`import`: from what a team has to bundles."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.options import Json
from agent.doors.cli.stdin import named_stdin

if TYPE_CHECKING:
    from pathlib import Path

    from agent.importing.result import Imported

NAME = "import"


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
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
    json: Json = False,
) -> None:
    """Turn manifests, the output of `helm template` or a compose file into bundles.

    One workload gives one bundle. What a bundle cannot hold is listed, with the reason. Values of
    Secrets are never carried, and what manifests do not say is never made up.
    """
    from agent.bootstrap.use_cases.import_ import build_import
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
        output=output,
        force=force,
    )
    done = build_import(load_settings())(asked)
    _report(done.bundles, done.files, json)


def _report(imported: "list[Imported]", places: "list[Path]", as_json: bool) -> None:
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json

    if as_json:
        files: list[Path | None] = [*places] or [None] * len(imported)
        write_json(
            [
                {
                    "component": bundle.component,
                    "file": str(file) if file else None,
                    "bundle": bundle.text,
                    "fill_in": bundle.fill_in,
                    "not_carried": [finding.model_dump(exclude_none=True) for finding in bundle.findings],
                }
                for file, bundle in zip(files, imported, strict=True)
            ]
        )
        return
    if places:
        sys.stdout.writelines(f"{bundle.component}: {place}\n" for place, bundle in zip(places, imported, strict=True))
    else:
        sys.stdout.write("---\n".join(bundle.text for bundle in imported))
    for bundle in imported:
        report_findings(bundle.findings)
        if bundle.fill_in:
            sys.stderr.write(f"{bundle.component}: fill in {', '.join(bundle.fill_in)}\n")
