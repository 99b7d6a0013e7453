"""Audit record: who did what, and what came of it."""

from collections.abc import Callable
from typing import Literal

from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.secrets.find import find_secret
from memory.memory import Memory
from memory.records.audit import AuditOutcome, AuditRecord

#: The longest parts of a record; what is longer is cut, since an action is recorded in any case.
_LONGEST = {"action": 200, "target": 400, "reason": 2000, "request": 200}
_HIDDEN = "(a secret)"


class AuditCommand(FrozenModel):
    """An action.

    Attributes:
        principal: who did it.
        door: which way they came.
        action: what they did.
        tenant: whose records it was about; of nobody's, and of a tenant that is not theirs, it is recorded with
            their own.
        target: what it was about.
        outcome: what came of it.
        code: the code of what refused it or failed.
        reason: why they did it, if they said so.
        request: id of the request.
    """

    principal: Principal
    door: Literal["cli", "http", "mcp"]
    action: str
    tenant: str | None = None
    target: str = ""
    outcome: AuditOutcome
    code: str = ""
    reason: str = ""
    request: str = ""


def record_action(
    command: AuditCommand, *, memory: Memory, default_tenant: Callable[[], str], now: Callable[[], str]
) -> AuditRecord:
    """Write an action down. Secrets are told by kind in it, and credentials left out.

    Args:
        command: the action.
        memory: the memory.
        default_tenant: gives the tenant of whoever has them all.
        now: UTC time, ISO 8601.

    Raises:
        OutsideError: memory cannot be written.
    """
    principal = command.principal
    said = {name: _safe(getattr(command, name), most) for name, most in _LONGEST.items()}
    record = AuditRecord(
        at=now(),
        who=principal.name,
        source=principal.source,
        door=command.door,
        tenant=_tenant(command, default_tenant),
        outcome=command.outcome,
        code=command.code,
        **said,
    )
    memory.of(record.tenant).audit.put(record)
    return record


def _tenant(command: AuditCommand, default_tenant: Callable[[], str]) -> str:
    """Return whose audit the action is in: nobody can write into that of a tenant that is not theirs."""
    principal = command.principal
    if command.tenant is not None and principal.sees(command.tenant):
        return command.tenant
    own = principal.visible
    return own[0] if own else default_tenant()


def _safe(text: str, most: int) -> str:
    return _HIDDEN if find_secret("reason", text) is not None else text[:most]
