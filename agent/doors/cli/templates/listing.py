"""`templates list`: what the catalog offers."""

import sys

from agent.doors.cli.options import Json

NAME = "list"


def command(json: Json = False) -> None:
    """List chart templates with the component types that they serve."""
    from agent.bootstrap.use_cases.templates.listing import build_list_templates
    from agent.doors.cli.output import write_json
    from agent.reporting.templates import charts_text
    from agent.settings import load_settings

    charts = build_list_templates(load_settings())()
    if json:
        write_json([chart.model_dump() for chart in charts])
    else:
        sys.stdout.write(charts_text(charts))
