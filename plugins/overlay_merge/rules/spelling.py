"""Environments that the bundle names once, and that look like a misspelt other one."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from foundation.model.bundle.bundle import ApplicationContext, Bundle, MemberBundle
from foundation.model.errors import Problem
from foundation.model.names import is_slip_of
from foundation.model.policy.platform import EnvironmentsPolicy
from plugins.overlay_merge.environments import canonical, of_platform

#: Where the bundle names environments: one that is not known may be what another name means.
NAMING = ("environments", "tenants", "target_environment")


class _Mention(NamedTuple):
    """One place that names an environment; what a tenant names is for the bundle to confirm, not the other way."""

    name: str
    path: str
    of_tenant: bool


def spelling_problems(bundle: Bundle, policy: EnvironmentsPolicy, profiles: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each environment that is named once, and looks like one that the bundle or platform has.

    Taken for a new environment, ``prdo`` gets manifests of its own, and those of ``prod`` lose its settings or go.

    Args:
        bundle: the bundle.
        policy: the platform's names.
        profiles: names of the environment profiles.
    """
    mentions = list(_mentions(bundle))
    platform = of_platform(policy, profiles)
    times = Counter(canonical(mention.name, policy) for mention in mentions)
    for mention in mentions:
        if times[canonical(mention.name, policy)] > 1 or mention.name in platform:
            continue
        others = platform | {
            other.name
            for other in mentions
            if times[canonical(other.name, policy)] > 1 or other.of_tenant < mention.of_tenant
        }
        meant = sorted(other for other in others if is_slip_of(mention.name, other))
        if meant:
            yield _misspelt(mention, canonical(meant[0], policy))


def _mentions(bundle: Bundle) -> Iterator[_Mention]:
    target = bundle.target_environment
    if isinstance(target, str):
        yield _Mention(target, "target_environment", False)
    for number, name in enumerate(target if isinstance(target, list) else []):
        yield _Mention(name, f"target_environment[{number}]", False)
    owners: list[tuple[str, Bundle | ApplicationContext]] = [("", bundle)]
    if isinstance(bundle, MemberBundle):
        owners.append(("application.", bundle.application))
    for prefix, owner in owners:
        for name in owner.environments:
            yield _Mention(name, f"{prefix}environments.{name}", False)
        for tenant, overlay in owner.tenants.items():
            for name in overlay.environments or {}:
                yield _Mention(name, f"{prefix}tenants.{tenant}.environments.{name}", True)


def _misspelt(mention: _Mention, meant: str) -> Problem:
    return Problem(
        code="environment-misspelt",
        message=f"the environment {mention.name} is named here alone, and looks like {meant}",
        remedy=f"Did you mean {meant}? A new environment of this name has to stand in environments and in "
        "target_environment.",
        path=mention.path,
    )
