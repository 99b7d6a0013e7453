"""Wiring of `memory prune`."""

from collections.abc import Callable

from agent.bootstrap.clocks import clock
from agent.bootstrap.folders import build_library, build_template_cache
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.memory.prune import PruneCommand, Pruned, prune_memory


def build_prune(settings: Settings) -> Callable[[PruneCommand], Pruned]:
    """Wire the use case."""

    def pruned(command: PruneCommand) -> Pruned:
        library = build_library(settings)
        retention = library.reading(lambda: library.policy.memory.retention)
        cache = build_template_cache(settings)
        return prune_memory(
            command,
            memory=build_memory(settings),
            retention=retention,
            now=clock(settings),
            forget=lambda dry_run: cache.forget(dry_run=dry_run),
        )

    return pruned
