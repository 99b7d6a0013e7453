"""`prompts render`: what would be sent."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.one_bundle import one_bundle
from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Name, Version

NAME = "render"


def command(
    name: Name,
    version: Version = None,
    case: Annotated[str | None, typer.Option("--case", help="Values of a data set's case.", metavar="CASE")] = None,
    bundle: Annotated[str | None, typer.Option("--bundle", help="Values of a bundle file.", metavar="FILE")] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help="A value, as in transport=grpc; may be repeated.", metavar="NAME=VALUE"),
    ] = None,
    show_messages: Annotated[
        bool, typer.Option("--show-messages", help="Show every message with its role, not the last one alone.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Give up if `lint` finds anything at all.")] = False,
    json: Json = False,
) -> None:
    """Fill a prompt in and print what would be sent to a model.

    Without a case or a bundle the prompt's own sample is used.
    """
    from agent.bootstrap.use_cases.prompts.render import build_render_prompt
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.reporting.prompts import messages_text
    from agent.settings import load_settings
    from agent.use_cases.prompts.render import RenderCommand

    asked = RenderCommand(
        prompt=name,
        version=version,
        case=case,
        bundle=one_bundle(bundle) if bundle is not None else None,
        values=values or [],
        strict=strict,
    )
    done = build_render_prompt(load_settings())(asked)
    if done.rendered is None:
        report_findings(done.findings)
        raise typer.Exit(exit_code("gate"))
    if json:
        write_json(done.rendered.model_dump(mode="json", exclude_none=True))
    else:
        sys.stdout.write(messages_text(done.rendered.messages, every=show_messages))
