"""`init`: a first bundle, from flags or from answers at the terminal."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Environments

NAME = "init"


def command(
    name: Annotated[str | None, typer.Option("--name", help="Name of the component.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Component type, such as microservice.")] = None,
    transport: Annotated[str | None, typer.Option("--transport", help="http, grpc, tcp or queue.")] = None,
    image: Annotated[str | None, typer.Option("--image", help="Container image.")] = None,
    trace_id: Annotated[str | None, typer.Option("--trace-id", help="Trace that it belongs to.")] = None,
    blueprint_id: Annotated[str | None, typer.Option("--blueprint-id", help="Its blueprint.")] = None,
    scope: Annotated[str | None, typer.Option("--scope", help="Domain that owns it.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="Team that owns it.")] = None,
    tenant: Annotated[str | None, typer.Option("--tenant", "-t", help="Its tenant.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port that it serves.")] = None,
    schedule: Annotated[str | None, typer.Option("--schedule", help="Schedule of a cronjob.")] = None,
    environments: Environments = None,
    output: Annotated[
        str, typer.Option("--output", "-o", help="File; - writes to stdout.", metavar="FILE")
    ] = "bundle.yaml",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write a first bundle: minimal, valid, with comments.

    At a terminal it asks for what the flags do not say. Nothing is made up: what nobody says is an error.
    """
    from agent.bootstrap.use_cases.init import build_init
    from agent.settings import load_settings
    from agent.use_cases.init import InitCommand

    asked = InitCommand(
        name=name,
        type=kind,
        transport=transport,
        image=image,
        trace_id=trace_id,
        blueprint_id=blueprint_id,
        scope=scope,
        team=team,
        tenant=tenant,
        port=port,
        schedule=schedule,
        environments=environments or [],
        output=None if output == "-" else output,
        force=force,
    )
    first = build_init(load_settings(), ask=_ask if sys.stdin.isatty() else None)(asked)
    if output == "-":
        sys.stdout.write(first.text)
        return
    sys.stdout.write(f"{output}: a bundle of {first.name}; infra-engineer generate {output}\n")


def _ask(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, err=True))
