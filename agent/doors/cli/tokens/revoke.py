"""`tokens revoke`: a token is worth nothing from now on."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.people import audited, named_or_user

NAME = "revoke"


def command(
    token: Annotated[str, typer.Argument(help="Its id, or whose it is if they have one.", metavar="ID|NAME")],
) -> None:
    """Revoke a token; servers that run refuse it at once."""
    from agent.bootstrap.use_cases.tokens.revoking import build_revoke_token
    from agent.reporting.tokens import revoked_text
    from agent.settings import load_settings
    from agent.use_cases.tokens.revoking import RevokeTokenCommand

    settings = load_settings()
    with audited(settings, named_or_user(None), "tokens revoke", "", token) as noted:
        gone = build_revoke_token(settings)(RevokeTokenCommand(token=token))
        noted.target = gone.id
    sys.stdout.write(revoked_text(gone))
