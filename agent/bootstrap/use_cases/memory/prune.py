"""Wiring of `memory prune`."""

from collections.abc import Callable

from agent.bootstrap.clocks import clock
from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.memory.prune import PruneCommand, Pruned, prune_memory


def build_prune(settings: Settings) -> Callable[[PruneCommand], Pruned]:
    """Wire the use case."""

    def pruned(command: PruneCommand) -> Pruned:
        retention = build_library(settings).policy.memory.retention
        return prune_memory(command, memory=build_memory(settings), retention=retention, now=clock(settings))

    return pruned
