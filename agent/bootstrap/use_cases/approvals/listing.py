"""Wiring of `approvals list`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.approvals.listing import ListApprovalsCommand, list_approvals
from memory.records.leaves import ListedLeave


def build_list_approvals(settings: Settings) -> Callable[[ListApprovalsCommand], list[ListedLeave]]:
    """Wire the use case."""
    return partial(list_approvals, memory=build_memory(settings))
