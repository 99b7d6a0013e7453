"""`templates`: what the catalog offers."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

app = typer.Typer(help="Show the template catalog.", no_args_is_help=True)


@app.command("list")
def list_templates(json: Json = False) -> None:
    """List chart templates with the component types that they serve."""
    from agent.bootstrap import build_library
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    charts = build_library(load_settings()).charts
    if json:
        write_json([chart.model_dump() for chart in charts.values()])
        return
    width = max(len(name) for name in charts)
    for name, chart in charts.items():
        types = ", ".join(chart.serves) + ("" if chart.default else " (only by template_id)")
        sys.stdout.write(f"{name:<{width}}  {types}\n{'':<{width}}  {chart.description}\n")


@app.command("show")
def show_template(
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
