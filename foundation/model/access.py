"""Who asks, and what they may do."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from foundation.model.base import FrozenModel
from foundation.model.errors import Fault, PermanentError, Problem
from foundation.model.names import SEEN_LINE

#: What somebody may do; each role may do what those before it may.
Role = Literal["reader", "operator", "approver"]
#: From the least to the most.
ROLES: tuple[Role, ...] = ("reader", "operator", "approver")
#: Stands for every tenant.
ALL_TENANTS = "*"
#: The name of whoever asks, in records and logs: one line of printable text.
PrincipalName = Annotated[str, Field(min_length=1, max_length=200, pattern=SEEN_LINE)]


def _as_set(value: Any) -> Any:
    """Take a list too: JSON knows no sets."""
    return frozenset(value) if isinstance(value, list | tuple | set) else value


class Principal(FrozenModel):
    """Whoever asks: a person, or another program.

    Attributes:
        name: what records call it.
        roles: what it may do.
        tenants: whose records exist for it; ``*`` stands for everybody's.
        source: how it is known: the machine's own user, a token of the token file, or an identity provider.
    """

    name: PrincipalName
    roles: Annotated[frozenset[Role], BeforeValidator(_as_set)] = frozenset()
    tenants: Annotated[frozenset[str], BeforeValidator(_as_set)] = frozenset()
    source: Literal["local", "token", "oidc"]

    def may(self, role: Role) -> bool:
        """Tell whether a role is among its own, or one of its own may do more."""
        return any(ROLES.index(own) >= ROLES.index(role) for own in self.roles)

    def sees(self, tenant: str) -> bool:
        """Tell whether a tenant's records exist for it."""
        return ALL_TENANTS in self.tenants or tenant in self.tenants

    @property
    def visible(self) -> list[str] | None:
        """The tenants whose records exist for it, sorted; ``None`` for everybody's, as use cases take it."""
        return None if ALL_TENANTS in self.tenants else sorted(self.tenants)


class AccessError(PermanentError):
    """Somebody may not do what they asked for."""

    failure = "access_denied"
    fault: ClassVar[Fault] = "input"


class NotSignedInError(AccessError):
    """Nobody knows who asks; over HTTP this is a 401."""


class ForbiddenError(AccessError):
    """Whoever asks is known, and may not do it; over HTTP this is a 403.

    Args:
        problem: what is forbidden.
        role: the role that it takes.
    """

    def __init__(self, problem: Problem, role: Role) -> None:
        super().__init__(problem)
        self.role = role


class NotThereError(AccessError):
    """What is asked about does not exist for whoever asks; over HTTP this is a 404."""


class ApprovalNeededError(PermanentError):
    """Somebody else has to allow it first, or did not."""

    failure = "approval_needed"
    fault: ClassVar[Fault] = "gate"


def local_principal(name: str) -> Principal:
    """Return the user of this machine, who may do everything: memory, settings and keys are theirs.

    Args:
        name: the user's name.
    """
    return Principal(name=name, roles=frozenset({ROLES[-1]}), tenants=frozenset({ALL_TENANTS}), source="local")


def require(principal: Principal | None, role: Role, tenant: str | None = None) -> Principal:
    """Return who asks, if they may.

    Args:
        principal: who asks, if that is known.
        role: the role that it takes.
        tenant: whose records it is about; nothing, if it is about no tenant's.

    Raises:
        NotSignedInError: nobody knows who asks.
        NotThereError: the tenant is not one of theirs; it is the same whether there is such a tenant or not.
        ForbiddenError: they lack the role.
    """
    if principal is None:
        raise not_signed_in()
    if tenant is not None and not principal.sees(tenant):
        raise tenant_not_there(tenant)
    if not principal.may(role):
        raise ForbiddenError(
            Problem(
                code="role-missing",
                message=f"this takes the role {role}, and {principal.name} has {_named(principal)}",
                remedy=f"Ask somebody who is {role} to do it, or whoever gives out roles for this one.",
            ),
            role,
        )
    return principal


def tenant_not_there(tenant: str) -> NotThereError:
    """Return what says that a tenant does not exist for whoever asks; it is the same whether there is one or not."""
    return NotThereError(
        Problem(
            code="tenant-not-there",
            message=f"there is no tenant {tenant[:100]!r} for whoever asks",
            remedy="Name a tenant of yours, or ask whoever gives out tokens and roles for this one.",
        )
    )


def not_signed_in() -> NotSignedInError:
    """Return what says that nobody knows who asks."""
    return NotSignedInError(
        Problem(
            code="not-signed-in",
            message="this takes a token, and none was sent",
            remedy="Send the header Authorization: Bearer TOKEN.",
        )
    )


def _named(principal: Principal) -> str:
    return ", ".join(role for role in ROLES if role in principal.roles) or "no role"


class ListedToken(FrozenModel):
    """A token as it may be shown: without what it is, and without its hash.

    Attributes:
        id: its public part.
        name: whose it is.
        role: what it may do.
        tenants: whose records exist for it.
        created_at: when it was made; UTC, ISO 8601.
        expires_at: when it expires; never, if there is none.
        expired: whether it has.
    """

    id: str
    name: str
    role: Role
    tenants: list[str]
    created_at: str
    expires_at: str | None
    expired: bool
