"""Wiring of `templates list`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_library
from agent.settings import Settings
from agent.use_cases.templates.listing import list_templates
from foundation.model.chart.templates import ChartDefinition


def build_list_templates(settings: Settings) -> Callable[[], list[ChartDefinition]]:
    """Wire the use case."""
    return partial(list_templates, library=build_library(settings))
