"""Wiring of `audit list`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.audit.listing import ListAuditCommand, list_audit
from memory.records.audit import AuditRecord


def build_list_audit(settings: Settings) -> Callable[[ListAuditCommand], list[AuditRecord]]:
    """Wire the use case."""
    return partial(list_audit, memory=build_memory(settings))
