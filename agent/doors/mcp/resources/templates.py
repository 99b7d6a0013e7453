"""The template catalog."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from agent.doors.mcp.resources.kind import JSON, Content, Kind

if TYPE_CHECKING:
    from agent.bootstrap import Agent


def _read(agent: "Agent", names: list[str]) -> Content:
    from agent.use_cases.templates.listing import list_templates
    from agent.use_cases.templates.showing import show_template

    if not names:
        charts = list_templates(library=agent.library)
        return Content(JSON, json.dumps([chart.model_dump(mode="json") for chart in charts]))
    return Content(JSON, show_template("/".join(names), library=agent.library).model_dump_json())


def _complete(agent: "Agent", _variable: str, _known: Mapping[str, str]) -> list[str]:
    return sorted([*agent.library.charts, *agent.library.resources])


KIND = Kind("templates", _read, _complete)
