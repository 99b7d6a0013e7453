"""`memory import`: what another memory exported."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

NAME = "import"


def command(
    file: Annotated[str, typer.Argument(help="File that `memory export` wrote.", metavar="FILE")], json: Json = False
) -> None:
    """Take records that another memory exported; one that is there already is replaced."""
    from agent.bootstrap.use_cases.memory.import_ import build_import
    from agent.doors.cli.output import write_json
    from agent.reporting.memory import imported_text
    from agent.settings import load_settings
    from agent.use_cases.memory.import_ import ImportCommand

    done = build_import(load_settings())(ImportCommand(file=file))
    if json:
        write_json(done.model_dump())
    else:
        sys.stdout.write(imported_text(done.records))
