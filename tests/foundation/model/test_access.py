"""Roles and tenants: who may do what."""

import pytest
from pydantic import ValidationError

from foundation.model.access import (
    ROLES,
    AccessError,
    ForbiddenError,
    NotSignedInError,
    NotThereError,
    Principal,
    Role,
    local_principal,
    require,
)


def ann(*roles: Role, tenants: tuple[str, ...] = ("acme",)) -> Principal:
    return Principal(name="Ann", roles=frozenset(roles), tenants=frozenset(tenants), source="token")


@pytest.mark.parametrize("own", ROLES)
@pytest.mark.parametrize("asked", ROLES)
def test_a_role_may_do_what_those_before_it_may(own: Role, asked: Role) -> None:
    allowed = ROLES.index(own) >= ROLES.index(asked)
    assert ann(own).may(asked) is allowed
    if allowed:
        assert require(ann(own), asked, "acme") == ann(own)
    else:
        with pytest.raises(ForbiddenError) as caught:
            require(ann(own), asked, "acme")
        assert (caught.value.role, caught.value.problems[0].code) == (asked, "role-missing")


def test_who_has_no_role_may_nothing_and_who_is_nobody_less() -> None:
    with pytest.raises(ForbiddenError):
        require(ann(), "reader")
    with pytest.raises(NotSignedInError):
        require(None, "reader")


def test_another_tenant_is_not_there_whatever_the_role() -> None:
    said = []
    for tenant in ("other", "nobody-has-this-one"):
        for role in ROLES:
            with pytest.raises(NotThereError) as caught:
                require(ann("reader"), role, tenant)
            said.append(caught.value.problems[0].message.replace(tenant, "TENANT"))
    assert len(set(said)) == 1, "nothing tells a tenant that there is from one that there is not"


def test_what_is_visible() -> None:
    assert ann("reader", tenants=("b", "a")).visible == ["a", "b"]
    assert ann("reader", tenants=()).visible == []
    everybody = local_principal("root")
    assert everybody.visible is None
    assert require(everybody, "approver", "any") is everybody


def test_a_star_in_a_name_is_no_wildcard() -> None:
    with pytest.raises(AccessError):
        require(ann("approver", tenants=("a*",)), "reader", "acme")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x1b[31m", " a", "a ", "x" * 201])
def test_a_name_is_one_line_of_text(name: str) -> None:
    with pytest.raises(ValidationError):
        Principal(name=name, source="oidc")


@pytest.mark.parametrize("roles", [["admin"], ["Operator"], "operator", ["reader", "owner"]])
def test_a_role_that_nobody_knows_is_none(roles: object) -> None:
    with pytest.raises(ValidationError):
        Principal.model_validate({"name": "Ann", "roles": roles, "source": "oidc"})
