"""Wiring of `approvals approve` and `approvals reject`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.clocks import clock
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.approvals.deciding import DecideApprovalCommand, decide_approval
from memory.records.leaves import ListedLeave


def build_decide_approval(settings: Settings) -> Callable[[DecideApprovalCommand], ListedLeave]:
    """Wire the use case."""
    return partial(decide_approval, memory=build_memory(settings), now=clock(settings))
