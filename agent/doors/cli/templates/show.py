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
    from agent.bootstrap import build_library
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    library = build_library(load_settings())
    by_name = {name: chart for chart in library.charts.values() for name in (chart.id, *chart.aliases)}
    chart = by_name.get(identifier)
    if chart is None:
        resource = library.resource(identifier)
        if json:
            write_json(resource.model_dump())
        else:
            sys.stdout.write(resource.text)
    elif json:
        write_json(chart.model_dump())
    else:
        sys.stdout.write(f"{chart.id}: {chart.description}\nserves: {', '.join(chart.serves)}\n")
        for name in chart.resources:
            sys.stdout.write(f"  {name:<28} {library.resources[name][1].description}\n")
