"""One bundle for several tenants: each tenant's run is its own, so nothing of one reaches another."""

import re

from foundation.model.bundle.bundle import MemberBundle
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import DNS_LABEL, did_you_mean, nearest
from foundation.source.bundle import SourcedBundle, bundle_digest


def tenants_of(source: SourcedBundle) -> list[str]:
    """Return the tenants that a bundle speaks of, its own first."""
    bundle = source.bundle
    shared = bundle.application.tenants if isinstance(bundle, MemberBundle) else {}
    own = [bundle.tenant] if bundle.tenant else []
    return list(dict.fromkeys([*own, *shared, *bundle.tenants]))


def require_tenants(sources: list[SourcedBundle], wanted: list[str]) -> None:
    """Refuse tenants that cannot be one, and misspelt ones; a tenant without settings of its own needs no mention.

    Args:
        sources: the bundles.
        wanted: tenants by name.

    Raises:
        InputError: with every such name.
    """
    known = sorted({name for source in sources for name in tenants_of(source)})
    wrong = [name for name in wanted if not re.fullmatch(DNS_LABEL, name)]
    others = [name for name in wanted if name not in (*known, *wrong)]
    meant = {name: close for name in others if (close := _meant(name, known)) is not None}
    problems = [_no_name(name, known) for name in wrong]
    problems += [_misspelt(name, close) for name, close in meant.items()]
    if problems:
        raise InputError(*problems)


def for_tenants(source: SourcedBundle, wanted: list[str], every: bool) -> list[SourcedBundle]:
    """Return the bundle of each tenant.

    Args:
        source: the bundle.
        wanted: tenants by name, as ``require_tenants`` passed them.
        every: whether all tenants of the bundle are wanted too.

    Raises:
        InputError: all are wanted, and there are none.
    """
    names = list(dict.fromkeys([*wanted, *(tenants_of(source) if every else [])]))
    if not names:
        raise InputError(_no_tenants(source))
    return [_for_tenant(source, name) for name in names]


def _for_tenant(source: SourcedBundle, tenant: str) -> SourcedBundle:
    bundle = source.bundle.model_copy(update={"tenant": tenant})
    return source.model_copy(update={"bundle": bundle, "digest": bundle_digest(bundle)})


def _meant(name: str, known: list[str]) -> str | None:
    """Return the tenant that a name is a misspelling of; one with another digit or part is a tenant of its own."""

    def shape(text: str) -> tuple[int, str]:
        return text.count("-"), re.sub(r"\D", "", text)

    return nearest(name, [other for other in known if shape(other) == shape(name)])


def _misspelt(name: str, meant: str) -> Problem:
    return Problem(
        code="tenant-unknown",
        message=f"the bundle names no tenant {name}, but one that looks like it",
        remedy=f"Did you mean {meant}? A new tenant of this name goes into the bundle's tenants, settings or none.",
        file=Flag.TENANT,
    )


def _no_name(name: str, known: list[str]) -> Problem:
    return Problem(
        code="tenant-name",
        message=f"{name!r} cannot be the name of a tenant",
        remedy=did_you_mean(name, known, "Use lower-case letters, digits and hyphens."),
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
