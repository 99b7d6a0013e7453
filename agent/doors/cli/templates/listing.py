"""`templates list`: what the catalog offers."""

import sys

from agent.doors.cli.options import Json

NAME = "list"


def command(json: Json = False) -> None:
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
