"""`tokens list`: whose tokens there are."""

import sys

from agent.doors.cli.options import Json

NAME = "list"


def command(json: Json = False) -> None:
    """List the tokens that there are: id, role, tenants, expiry and whose they are."""
    from agent.bootstrap.use_cases.tokens.listing import build_list_tokens
    from agent.doors.cli.output import write_json
    from agent.reporting.tokens import tokens_text
    from agent.settings import load_settings

    found = build_list_tokens(load_settings())()
    if json:
        write_json([token.model_dump() for token in found])
    else:
        sys.stdout.write(tokens_text(found) or "no tokens\n")
