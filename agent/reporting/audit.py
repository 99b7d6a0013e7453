"""Who did what, as text."""

from collections.abc import Sequence

from agent.reporting.runs import columns
from memory.records.audit import AuditRecord


def audit_text(found: Sequence[AuditRecord]) -> str:
    """Return a line for each action: when, who, which way, what, about what of whose, what came of it, and why."""
    return columns([_cells(one) for one in found])


def _cells(one: AuditRecord) -> list[str]:
    outcome = f"{one.outcome} ({one.code})" if one.code else one.outcome
    return [one.at, one.who, one.door, one.action, one.tenant, one.target or "-", outcome, one.reason]
