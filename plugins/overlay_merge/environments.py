"""Which environments a run generates, and under which names."""

import re

from foundation.model.bundle.bundle import ApplicationContext, Bundle, MemberBundle
from foundation.model.bundle.layer import Layer
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.names import DNS_LABEL, did_you_mean
from foundation.model.policy.platform import EnvironmentsPolicy


def canonical(name: str, policy: EnvironmentsPolicy) -> str:
    """Return the platform's spelling of an environment: ``production`` is ``prod``."""
    return policy.aliases.get(name, name)


def environments_of(bundle: Bundle, tenant: str | None = None) -> list[str]:
    """Return the environments that a bundle defines, those of its application first.

    Args:
        bundle: the bundle.
        tenant: a tenant whose own environments count too.
    """
    owners: list[ApplicationContext | Bundle] = [bundle]
    if isinstance(bundle, MemberBundle):
        owners.insert(0, bundle.application)
    found = [name for owner in owners for name in owner.environments]
    overlays = [owner.tenants[tenant] for owner in owners if tenant in owner.tenants]
    return list(dict.fromkeys([*found, *(name for overlay in overlays for name in overlay.environments or {})]))


def requested(bundle: Bundle, asked: list[str], policy: EnvironmentsPolicy) -> list[str]:
    """Return the environments to generate, each once, in the order asked for.

    The caller's wish comes first, then the bundle's ``target_environment``, then every
    environment that the bundle defines, then the policy's fall-back.

    Raises:
        InputError: the caller wishes for what cannot be the name of an environment.
    """
    wrong = [name for name in asked if not re.fullmatch(DNS_LABEL, name)]
    if wrong:
        raise InputError(*(_no_name(name, bundle, policy) for name in wrong))
    named = asked or bundle.targets or environments_of(bundle)
    return list(dict.fromkeys(canonical(name, policy) for name in named or [policy.fallback]))


def _no_name(name: str, bundle: Bundle, policy: EnvironmentsPolicy) -> Problem:
    known = {*environments_of(bundle), *policy.aliases, *policy.production, policy.fallback}
    return Problem(
        code="environment-name",
        message=f"{name!r} cannot be the name of an environment",
        remedy=did_you_mean(name, known, "Use lower-case letters, digits and hyphens."),
        file="--env",
    )


def by_canonical_name(
    overlays: dict[str, Layer], policy: EnvironmentsPolicy, path: str
) -> dict[str, tuple[str, Layer]]:
    """Return overlays by canonical name, with the spelling that the bundle uses.

    Raises:
        InputError: two spellings of one environment are both defined.
    """
    found: dict[str, tuple[str, Layer]] = {}
    for name, overlay in overlays.items():
        key = canonical(name, policy)
        if key in found:
            raise InputError(
                Problem(
                    code="environment-twice",
                    message=f"{found[key][0]} and {name} are the same environment",
                    remedy=f"Keep one of them, best {key}.",
                    path=f"{path}.{name}",
                )
            )
        found[key] = (name, overlay)
    return found


def fallback_finding(name: str, policy: EnvironmentsPolicy) -> Finding:
    """Return the warning about an environment that nobody defines (mission: process guardrails)."""
    return Finding(
        code="environment-fallback",
        severity="warning",
        message=f"nobody defines the environment {name}; the settings of {policy.fallback} are used",
        remedy=f"Define environments.{name} in the bundle or a profile overlays/{name}.yaml.",
        environment=name,
    )
