"""Who asks, and what they may do: every route says which role it needs and whose memory it touches."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import Depends, Query

from foundation.model.base import FrozenModel
from foundation.model.kubernetes.scalars import DnsLabel

#: reader: looks; operator: generates and puts back; approver: decides what others may not.
Role = Literal["reader", "operator", "approver"]
Tenant = Annotated[DnsLabel | None, Query(description="Only in the memory of this tenant.")]


class Caller(FrozenModel):
    """Whoever asks.

    Attributes:
        name: what records call them.
        tenant: the tenant that is asked about; all that the caller may see by default.
        within: the tenants that the caller may see; all, if there is no list.
    """

    name: str = "local"
    tenant: str | None = None
    within: list[str] | None = None


def _with_role(role: Role) -> Callable[..., Caller]:
    def caller(tenant: Tenant = None) -> Caller:
        return Caller(tenant=tenant)

    caller.__name__ = role
    return caller


#: The dependencies by role; a route without one of them is open to everybody.
ROLES: dict[Callable[..., Caller], Role] = {_with_role(role): role for role in ("reader", "operator", "approver")}
_BY_ROLE = {role: dependency for dependency, role in ROLES.items()}
Reader = Annotated[Caller, Depends(_BY_ROLE["reader"])]
Operator = Annotated[Caller, Depends(_BY_ROLE["operator"])]
Approver = Annotated[Caller, Depends(_BY_ROLE["approver"])]
