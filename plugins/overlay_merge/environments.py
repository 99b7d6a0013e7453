"""Which environments a run generates, and under which names."""

import re
from collections.abc import Collection, Iterable

from foundation.model.bundle.bundle import ApplicationContext, Bundle, MemberBundle
from foundation.model.bundle.layer import Layer
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.flags import Flag
from foundation.model.names import DNS_LABEL, did_you_mean, nearest
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
    return _defined(bundle, {tenant} if tenant is not None else set())


def _defined(bundle: Bundle, tenants: Collection[str]) -> list[str]:
    owners: list[ApplicationContext | Bundle] = [bundle]
    if isinstance(bundle, MemberBundle):
        owners.insert(0, bundle.application)
    found = [name for owner in owners for name in owner.environments]
    layers = [layer for owner in owners for tenant, layer in owner.tenants.items() if tenant in tenants]
    return list(dict.fromkeys([*found, *(name for layer in layers for name in layer.environments or {})]))


def requested(bundle: Bundle, asked: list[str], policy: EnvironmentsPolicy, profiles: Iterable[str]) -> list[str]:
    """Return the environments to generate, each once, in the order asked for.

    The caller's wish comes first, then the bundle's ``target_environment``, then every
    environment that the bundle defines, then the policy's fall-back.

    Only the bundle may list an environment that nobody defines, which then falls back: a misspelt wish would replace
    what was generated for the environment that was meant.

    Args:
        bundle: the bundle.
        asked: what the caller wishes for.
        policy: the platform's names.
        profiles: names of the environment profiles.

    Raises:
        InputError: the caller wishes for what neither the bundle nor the platform names.
    """
    known = named_environments(bundle, policy, profiles) if asked else set()
    wrong = [_not_known(name, known) for name in asked if canonical(name, policy) not in known]
    if wrong:
        raise InputError(*wrong)
    named = asked or bundle.targets or environments_of(bundle)
    return list(dict.fromkeys(canonical(name, policy) for name in named or [policy.fallback]))


def named_environments(bundle: Bundle, policy: EnvironmentsPolicy, profiles: Iterable[str]) -> set[str]:
    """Return all environments that are named somewhere, in the platform's spelling; those of any tenant count.

    Args:
        bundle: the bundle.
        policy: the platform's names.
        profiles: names of the environment profiles.
    """
    shared = bundle.application.tenants if isinstance(bundle, MemberBundle) else {}
    of_bundle = [*bundle.targets, *_defined(bundle, {*bundle.tenants, *shared})]
    return {canonical(name, policy) for name in (*of_bundle, *of_platform(policy, profiles))}


def of_platform(policy: EnvironmentsPolicy, profiles: Iterable[str]) -> set[str]:
    """Return every name of an environment that the platform knows, in every spelling.

    Args:
        policy: the platform's names.
        profiles: names of the environment profiles.
    """
    spellings = (*policy.aliases, *policy.aliases.values())
    return {*spellings, *policy.production, *policy.advisory, policy.fallback, *profiles}


def _not_known(name: str, known: set[str]) -> Problem:
    if not re.fullmatch(DNS_LABEL, name):
        message, otherwise = (
            f"{name!r} cannot be the name of an environment",
            "Use lower-case letters, digits and hyphens.",
        )
        return Problem(
            code="environment-name", message=message, remedy=did_you_mean(name, known, otherwise), file=Flag.ENVIRONMENT
        )
    message = f"neither the bundle nor the platform names the environment {name}"
    close = nearest(name, known)
    guess = f"Did you mean {close}? " if close else ""
    remedy = f"{guess}There are {', '.join(sorted(known))}; a new one goes into the bundle's target_environment."
    return Problem(code="environment-unknown", message=message, remedy=remedy, file=Flag.ENVIRONMENT)


def by_canonical_name(layers: dict[str, Layer], policy: EnvironmentsPolicy, path: str) -> dict[str, tuple[str, Layer]]:
    """Return layers by canonical name, with the spelling that the bundle uses.

    Raises:
        InputError: two spellings of one environment are both defined.
    """
    found: dict[str, tuple[str, Layer]] = {}
    for name, layer in layers.items():
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
        found[key] = (name, layer)
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
