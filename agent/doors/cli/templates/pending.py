"""`templates pending`: drafts that wait for a decision."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

NAME = "pending"


def command(
    all_drafts: Annotated[bool, typer.Option("--all", help="List the decided ones too.")] = False,
    json: Json = False,
) -> None:
    """List drafts of novel component types with what they hold."""
    from agent.bootstrap.use_cases.drafts.listing import build_list_drafts
    from agent.doors.cli.output import write_json
    from agent.reporting.drafts import drafts_data, drafts_text
    from agent.settings import load_settings

    found = build_list_drafts(load_settings())(all_drafts)
    if json:
        write_json(drafts_data(found))
    elif found:
        sys.stdout.write(drafts_text(found))
    else:
        sys.stdout.write("no drafts\n" if all_drafts else "no drafts wait for approval\n")
