"""One bundle for several tenants: each tenant's run is its own, so nothing of one reaches another."""

import re

from foundation.model.bundle.bundle import MemberBundle
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import DNS_LABEL, did_you_mean
from foundation.source.bundle import SourcedBundle, bundle_digest


def tenants_of(source: SourcedBundle) -> list[str]:
    """Return the tenants that a bundle speaks of, its own first."""
    bundle = source.bundle
    shared = bundle.application.tenants if isinstance(bundle, MemberBundle) else {}
    own = [bundle.tenant] if bundle.tenant else []
    return list(dict.fromkeys([*own, *shared, *bundle.tenants]))


def for_tenants(source: SourcedBundle, wanted: list[str], every: bool) -> list[SourcedBundle]:
    """Return the bundle of each tenant.

    Args:
        source: the bundle.
        wanted: tenants by name.
        every: whether all tenants of the bundle are wanted too.

    Raises:
        InputError: a name can be none, or all are wanted and there are none.
    """
    wrong = [name for name in wanted if not re.fullmatch(DNS_LABEL, name)]
    if wrong:
        raise InputError(*(_no_name(name, source) for name in wrong))
    names = list(dict.fromkeys([*wanted, *(tenants_of(source) if every else [])]))
    if not names:
        raise InputError(_no_tenants(source))
    return [_for_tenant(source, name) for name in names]


def _for_tenant(source: SourcedBundle, tenant: str) -> SourcedBundle:
    bundle = source.bundle.model_copy(update={"tenant": tenant})
    return source.model_copy(update={"bundle": bundle, "digest": bundle_digest(bundle)})


def _no_name(name: str, source: SourcedBundle) -> Problem:
    return Problem(
        code="tenant-name",
        message=f"{name!r} cannot be the name of a tenant",
        remedy=did_you_mean(name, tenants_of(source), "Use lower-case letters, digits and hyphens."),
        file=Flag.TENANT,
    )


def _no_tenants(source: SourcedBundle) -> Problem:
    return Problem(
        code="no-tenants",
        message=f"{source.bundle.component.name} speaks of no tenants",
        remedy=f"Add tenants to the bundle, or name them with {Flag.TENANT}.",
        file=source.source,
        path="tenants",
    )
