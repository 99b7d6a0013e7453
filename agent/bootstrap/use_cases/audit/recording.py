"""Wiring of what writes actions down."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.clocks import clock
from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.audit.recording import AuditCommand, record_action
from memory.records.audit import AuditRecord


def build_record_action(settings: Settings) -> Callable[[AuditCommand], AuditRecord]:
    """Wire the use case; what keeps memory stays open between actions."""
    library = build_library(settings)
    return partial(
        record_action,
        memory=build_memory(settings),
        default_tenant=lambda: library.policy.default_tenant,
        now=clock(settings),
    )
