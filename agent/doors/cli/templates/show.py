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
    from agent.settings import load_settings
    from agent.use_cases.templates.showing import ShownChart

    found = build_show_template(load_settings())(identifier)
    if json:
        write_json((found.chart if isinstance(found, ShownChart) else found).model_dump())
    elif isinstance(found, ShownChart):
        chart = found.chart
        sys.stdout.write(f"{chart.id}: {chart.description}\nserves: {', '.join(chart.serves)}\n")
        sys.stdout.writelines(f"  {name:<28} {text}\n" for name, text in found.descriptions.items())
    else:
        sys.stdout.write(found.text)
