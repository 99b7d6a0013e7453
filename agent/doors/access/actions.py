"""What a request does, for the audit record: the door says it while it is at work."""

from dataclasses import dataclass
from typing import Literal

from agent.use_cases.audit.recording import AuditCommand
from foundation.model.access import Principal

#: Methods that change nothing (RFC 9110, 9.2.1): nobody's action, unless the door says that it is one.
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass
class Action:
    """What a request does. A door finds it in ``scope["state"]["action"]`` and may say more of it.

    Attributes:
        name: what it is, such as ``retry``; the method and path, unless the door says it.
        recorded: whether it is written down: what may change something is, unless the door says that it does not.
        door: which way it came.
        tenant: whose records it is about.
        target: what it is about, such as the id of a run.
        reason: why somebody does it.
        request: id of the request.
        code: code of what refused it or failed.
    """

    name: str
    recorded: bool
    door: Literal["http", "mcp"] = "http"
    tenant: str | None = None
    target: str = ""
    reason: str = ""
    request: str = ""
    code: str = ""

    def command(self, principal: Principal, status: int) -> AuditCommand:
        """Return what is written down.

        Args:
            principal: who did it.
            status: the HTTP status of the answer; 0 if there was none.
        """
        refused = bool(self.code) or 400 <= status < 500
        return AuditCommand(
            principal=principal,
            door=self.door,
            action=self.name,
            tenant=self.tenant,
            target=self.target,
            outcome="failed" if status == 0 or status >= 500 else "refused" if refused else "done",
            code=self.code or (f"http-{status}" if status >= 400 else ""),
            reason=self.reason,
            request=self.request,
        )


def action_of(method: str, path: str) -> Action:
    """Return what a request does, as far as its first line tells.

    Args:
        method: its method.
        path: its path.
    """
    return Action(name=f"{method} {path}", recorded=method not in _SAFE)
