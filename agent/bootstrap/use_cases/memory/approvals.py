"""Wiring of `memory approvals`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.memory.approvals import ApprovalsCommand, list_approvals
from memory.records.approvals import KnownApproval


def build_list_approvals(settings: Settings) -> Callable[[ApprovalsCommand], list[KnownApproval]]:
    """Wire the use case."""
    return partial(list_approvals, memory=build_memory(settings))
