"""Wiring of `import`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.agent import Agent
from agent.bootstrap.folders import build_library
from agent.bootstrap.use_cases.schema import build_schema
from agent.settings import Settings
from agent.use_cases.import_ import ImportCommand, import_bundles
from foundation.model.bundle.imported import ImportedBundles


def build_import(settings: Settings, *, agent: Agent | None = None) -> Callable[[ImportCommand], ImportedBundles]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """
    return partial(
        import_bundles,
        library=agent.library if agent else build_library(settings),
        schema=partial(build_schema(), "bundle"),
    )
