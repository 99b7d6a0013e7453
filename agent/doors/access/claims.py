"""What a verified token says of its owner: name, roles, tenants."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from foundation.model.access import ALL_TENANTS, ROLES, NotSignedInError, Principal, Role
from foundation.model.errors import Problem
from foundation.model.names import DNS_LABEL


@dataclass(frozen=True)
class ClaimNames:
    """Where a token says what.

    Attributes:
        name: the claim that holds the name; a dotted way leads into a claim.
        roles: the claim that lists roles.
        tenants: the claim that lists tenants.
        role_words: what the claim calls our roles, as role and word; by their own names, if there is none.
        tenant_words: what the claim calls tenants, likewise.
    """

    name: str = "sub"
    roles: str = "roles"
    tenants: str = "tenants"
    role_words: tuple[tuple[str, str], ...] = field(default=())
    tenant_words: tuple[tuple[str, str], ...] = field(default=())

    def principal(self, claims: Mapping[str, Any]) -> Principal:
        """Return whose token it is. A role or tenant that it names and nobody knows gives it nothing.

        Args:
            claims: what the token says, its signature verified.

        Raises:
            NotSignedInError: it does not say whose it is.
        """
        try:
            return Principal(
                name=_value(claims, self.name),
                roles=frozenset(self._roles(claims)),
                tenants=frozenset(filter(_is_tenant, _meant(_listed(claims, self.tenants), self.tenant_words))),
                source="oidc",
            )
        except ValidationError:
            raise NotSignedInError(
                Problem(
                    code="token-nameless",
                    message=f"the token does not say whose it is: its claim {self.name} is no name",
                    remedy="Have the identity provider put the claim in, or name another one with"
                    " INFRA_ENGINEER_OIDC_NAME_CLAIM.",
                )
            ) from None

    def _roles(self, claims: Mapping[str, Any]) -> Iterator[Role]:
        named = _meant(_listed(claims, self.roles), self.role_words)
        return (role for role in ROLES if role in named)


def _is_tenant(name: str) -> bool:
    """Tell whether a tenant can have a name; another would be looked for in vain, or worse."""
    return name == ALL_TENANTS or re.fullmatch(DNS_LABEL, name) is not None


def _meant(named: set[str], words: tuple[tuple[str, str], ...]) -> set[str]:
    if words:
        return {ours for ours, theirs in words if theirs in named}
    return named


def _listed(claims: Mapping[str, Any], way: str) -> set[str]:
    """Return what a claim lists: a list of texts, or one text with spaces between, as scopes are written."""
    value = _value(claims, way)
    if isinstance(value, str):
        return set(value.split())
    if isinstance(value, list):
        return {one for one in value if isinstance(one, str)}
    return set()


def _value(claims: Mapping[str, Any], way: str) -> Any:
    """Return the claim of a name, which may have dots in it, or what a dotted way leads to."""
    if way in claims:
        return claims[way]
    value: Any = claims
    for step in way.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
