"""Wiring of `templates show`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_library
from agent.settings import Settings
from agent.use_cases.templates.showing import show_template
from foundation.model.chart.templates import ResourceTemplate, ShownChart


def build_show_template(settings: Settings) -> Callable[[str], ShownChart | ResourceTemplate]:
    """Wire the use case."""
    return partial(show_template, library=build_library(settings))
