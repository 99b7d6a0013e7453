"""`import`: from what a team has to bundles."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.options import Json

if TYPE_CHECKING:
    from agent.importing.result import Imported

NAME = "import"
_SUFFIXES = (".yaml", ".yml")


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
    from agent.bootstrap import build_library
    from agent.importing.trace import identity
    from agent.settings import load_settings
    from agent.use_cases.import_ import import_all
    from agent.use_cases.new_files import write_new

    said = identity(
        trace_id=trace_id,
        blueprint_id=blueprint_id,
        component_scope=scope,
        team=team,
        tenant=tenant,
        environment=environment,
    )
    imported = import_all(paths, form.value if form else None, said, build_library(load_settings()))
    places = _places(imported, output) if output is not None else []
    if places:
        write_new({place: bundle.text for place, bundle in zip(places, imported, strict=True)}, force)
    _report(imported, places, json)


def _places(imported: "list[Imported]", output: str) -> list[Path]:
    """Return the file of each bundle."""
    path = Path(output)
    if len(imported) == 1 and path.suffix in _SUFFIXES and not path.is_dir():
        return [path]
    slugs = [bundle.slug for bundle in imported]
    return [
        path / (f"{bundle.slug}.yaml" if slugs.count(bundle.slug) == 1 else f"{bundle.slug}-{bundle.type}.yaml")
        for bundle in imported
    ]


def _report(imported: "list[Imported]", places: list[Path], as_json: bool) -> None:
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
