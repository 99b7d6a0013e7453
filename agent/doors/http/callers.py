"""Who asks, and what they may do: every route says which role it needs and whose memory it touches."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from foundation.model.access import Principal, Role, require
from foundation.model.base import FrozenModel
from foundation.model.kubernetes.scalars import DnsLabel

Tenant = Annotated[DnsLabel | None, Query(description="Only in the memory of this tenant.")]


class Caller(FrozenModel):
    """Whoever asks.

    Attributes:
        principal: who it is.
        tenant: the tenant that is asked about; all that the caller may see by default.
    """

    principal: Principal
    tenant: str | None = None

    @property
    def name(self) -> str:
        """What tells them from all others."""
        return f"{self.principal.source} {self.principal.name}"

    @property
    def visible(self) -> list[str] | None:
        """The tenants that exist for them; all, if there is no list."""
        return self.principal.visible


def _with_role(role: Role) -> Callable[..., Awaitable[Caller]]:
    async def caller(request: Request, tenant: Tenant = None) -> Caller:
        """Let whoever asks pass.

        Raises:
            AccessError: nobody knows who asks, or they may not.
        """
        _note(request, role, tenant)
        principal = require(request.state.principal, role, tenant)
        return Caller(principal=principal, tenant=tenant)

    return caller


def _note(request: Request, role: Role, tenant: str | None) -> None:
    """Say what the audit record is to have of the request; looking is nobody's action, whichever method it takes."""
    action = request.state.action
    action.name = request.scope["route"].name
    action.recorded = role != "reader"
    action.tenant, action.request = tenant, request.state.request_id
    action.target = ",".join(request.path_params.values())


#: The dependencies by role; a route without one of them is open to everybody.
ROLES: dict[Callable[..., Any], Role] = {_with_role(role): role for role in ("reader", "operator", "approver")}
_BY_ROLE = {role: dependency for dependency, role in ROLES.items()}
Reader = Annotated[Caller, Depends(_BY_ROLE["reader"])]
Operator = Annotated[Caller, Depends(_BY_ROLE["operator"])]
Approver = Annotated[Caller, Depends(_BY_ROLE["approver"])]
