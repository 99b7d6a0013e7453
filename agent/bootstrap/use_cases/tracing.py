"""Wiring of what an id is linked with."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.tracing.links import LinkedTenant, links


def build_links(settings: Settings) -> Callable[[str, str | None], list[LinkedTenant]]:
    """Wire the use case."""
    return partial(links, memory=build_memory(settings))
