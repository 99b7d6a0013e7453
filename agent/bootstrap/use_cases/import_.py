"""Wiring of `import`."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.clocks import today
from agent.bootstrap.folders import build_library
from agent.bootstrap.use_cases.schema import build_schema
from agent.settings import Settings
from agent.use_cases.import_ import ImportCommand, import_bundles
from foundation.model.bundle.imported import ImportedBundles
from foundation.model.findings import Finding
from foundation.model.run.request import Options
from foundation.source.bundle import bundle_from_data

#: Stands in for what is still to be filled in, and is shown to nobody.
_FILLED_IN = dict.fromkeys(("trace_id", "blueprint_id", "component_scope"), "to-be-filled-in")


def build_import(settings: Settings, *, agent: Agent | None = None) -> Callable[[ImportCommand], ImportedBundles]:
    """Wire the use case.

    Args:
        settings: the settings.
        agent: the agent of a process that lives on; by default one is made.
    """

    @cache
    def wired() -> Agent:
        return agent or build_agent(settings)

    def gate(document: dict[str, Any]) -> list[Finding]:
        bundle = bundle_from_data({**_FILLED_IN, **document}, "import")
        return wired().runner.preview(bundle.request(Options())).findings

    return partial(
        import_bundles,
        library=agent.library if agent else build_library(settings),
        schema=partial(build_schema(), "bundle"),
        gate=gate,
        today=lambda: today(settings),
    )
