"""`tokens create`: a token for somebody, shown once."""

import sys
from typing import Annotated, Literal

import typer

from agent.doors.cli.options import Json
from agent.doors.cli.people import audited, named_or_user

NAME = "create"


def command(
    name: Annotated[str, typer.Argument(help="Whose it is, as records should call them.", metavar="NAME")],
    role: Annotated[
        Literal["reader", "operator", "approver"],
        typer.Option(
            "--role",
            help="A reader looks; an operator runs, retries and rolls back too; an approver approves as well.",
            metavar="reader|operator|approver",
        ),
    ],
    tenant: Annotated[
        list[str] | None, typer.Option("--tenant", "-t", help="Tenant that it is for; repeatable.", metavar="NAME")
    ] = None,
    all_tenants: Annotated[bool, typer.Option("--all-tenants", help="It is for every tenant.")] = False,
    expires: Annotated[
        str | None,
        typer.Option(
            "--expires", help="When it expires: 12h, 90d, 4w or 2027-01-31; never by default.", metavar="TIME"
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Make a bearer token and print it; only its hash is kept, so nobody can print it again."""
    from agent.bootstrap.use_cases.tokens.creating import build_create_token
    from agent.doors.cli.output import write_json
    from agent.reporting.tokens import created_text
    from agent.settings import load_settings
    from agent.use_cases.tokens.creating import CreateTokenCommand
    from foundation.model.access import ALL_TENANTS

    tenants = [*(tenant or []), *([ALL_TENANTS] if all_tenants else [])]
    asked = CreateTokenCommand(name=name, role=role, tenants=tenants, expires=expires)
    settings = load_settings()
    with audited(settings, named_or_user(None), "tokens create", "", name) as noted:
        made = build_create_token(settings)(asked)
        noted.target = made.shown.id
    if json:
        write_json({"token": made.token, **made.shown.model_dump()})
    else:
        sys.stdout.write(made.token + "\n")
        sys.stderr.write(created_text(made.shown, made.file))
