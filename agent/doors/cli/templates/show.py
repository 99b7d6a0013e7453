"""`templates show`: one template."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

NAME = "show"


def command(
    identifier: Annotated[str, typer.Argument(help="Id of a chart or resource template.", metavar="ID")],
    uses: Annotated[
        bool, typer.Option("--uses", help="Show which components were last made with this chart template instead.")
    ] = False,
    json: Json = False,
) -> None:
    """Show a chart template's resources, or a resource template's text."""
    if uses:
        _show_uses(identifier, as_json=json)
        return
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


def _show_uses(identifier: str, *, as_json: bool) -> None:
    from agent.bootstrap.use_cases.templates.uses import build_template_uses
    from agent.doors.cli.output import write_json
    from agent.reporting.templates import uses_text
    from agent.settings import load_settings

    found = build_template_uses(load_settings())(identifier)
    if as_json:
        write_json([{"tenant": one.tenant, **one.use.model_dump()} for one in found])
    else:
        sys.stdout.write(uses_text(found) or "memory knows no component that was made with it\n")
