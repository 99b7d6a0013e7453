"""`templates list`: what the catalog offers."""

import sys

from agent.doors.cli.options import Json

NAME = "list"


def command(json: Json = False) -> None:
    """List chart templates with the component types that they serve."""
    from agent.bootstrap.use_cases.templates.listing import build_list_templates
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    charts = build_list_templates(load_settings())()
    if json:
        write_json([chart.model_dump() for chart in charts])
        return
    width = max(len(chart.id) for chart in charts)
    for chart in charts:
        types = ", ".join(chart.serves) + ("" if chart.default else " (only by template_id)")
        sys.stdout.write(f"{chart.id:<{width}}  {types}\n{'':<{width}}  {chart.description}\n")
