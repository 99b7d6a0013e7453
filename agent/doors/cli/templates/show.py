"""`templates show`: one template."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

NAME = "show"


def command(
    identifier: Annotated[str, typer.Argument(help="Id of a chart or resource template.", metavar="ID")],
    json: Json = False,
) -> None:
    """Show a chart template's resources, or a resource template's text."""
    from agent.bootstrap.use_cases.templates.showing import build_show_template
    from agent.doors.cli.output import write_json
    from agent.reporting.templates import chart_text
    from agent.settings import load_settings
    from foundation.model.chart.templates import ShownChart

    found = build_show_template(load_settings())(identifier)
    if json:
        write_json((found.chart if isinstance(found, ShownChart) else found).model_dump())
    elif isinstance(found, ShownChart):
        sys.stdout.write(chart_text(found))
    else:
        sys.stdout.write(found.text)
