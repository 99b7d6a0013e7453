"""Names in Azure: by the policy's pattern, within the limits of the kind, and the same each time."""

import base64
import hashlib
import re
from collections.abc import Iterator

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.infrastructure.kinds import KINDS, Kind
from foundation.model.policy.infrastructure import SUFFIX, InfrastructurePolicy

#: The layer of settings that follow from the resources, as ``explain`` shows it.
OF_RESOURCES = "platform, resources"
_SUFFIX_LENGTH = 5
_KEYS_OF_SINGLES: dict[Kind, str] = {
    "log_analytics": "logs",
    "identity": "identity",
    "key_vault": "vault",
    "registry": "registry",
}


class Words(FrozenModel):
    """What names are made of, beside the environment and the resource.

    Attributes:
        component: name of the component's objects.
        tenant: the tenant.
    """

    component: str
    tenant: str


def key_of_single(kind: Kind) -> str:
    """Return the key of a resource of which a component has one at most."""
    return _KEYS_OF_SINGLES[kind]


def azure_name(
    kind: Kind, key: str, given: str | None, words: Words, environment: str, policy: InfrastructurePolicy
) -> str:
    """Return the name of a resource: the given one, or one by the policy's pattern.

    What is too long is cut before the suffix, which tells names apart that were the same up to there.

    Args:
        kind: kind of the resource.
        key: what the bundle calls it.
        given: name that the bundle gives; ``{env}`` is filled in.
        words: what names are made of.
        environment: the environment.
        policy: patterns and salt.
    """
    if given is not None:
        return given.format(env=environment)
    facts = KINDS[kind]
    suffix = _suffix(policy.salt, words.tenant, words.component, key, environment, kind)
    pattern = policy.names.get(kind, "")
    values = {"component": words.component, "tenant": words.tenant, "env": environment, "key": key}
    if not pattern.endswith(SUFFIX):
        return _plain(pattern.format(**values), hyphens=facts.hyphens)
    head = _plain(pattern.removesuffix(SUFFIX).format(**values), hyphens=facts.hyphens)
    room = facts.longest - len(suffix)
    if len(head) > room:
        head = f"{head[: room - 1].rstrip('-')}-" if facts.hyphens else head[:room]
    return head + suffix


def name_problems(kind: Kind, name: str, path: str, *, given: bool) -> Iterator[Problem]:
    """Yield what is wrong with a name.

    Args:
        kind: kind of the resource.
        name: its name.
        path: where the bundle asks for it.
        given: whether the bundle gives the name itself.
    """
    facts = KINDS[kind]
    mend = f"Give another {path}.azure_name" if given else "Set another pattern in the policy's infrastructure.yaml"
    place = f"{path}.azure_name" if given else path
    if not facts.shortest <= len(name) <= facts.longest:
        message = f"{name!r}, the name of a {facts.title}, has {len(name)} characters"
        remedy = f"{mend}: {facts.shortest} to {facts.longest} are allowed."
        yield Problem(code="infrastructure-name", message=message, remedy=remedy, path=place)
    elif not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*" if facts.hyphens else r"[a-z0-9]+", name):
        allowed = "lower-case letters, digits and single hyphens between them" if facts.hyphens else "a-z and 0-9"
        message = f"{name!r} is no name of a {facts.title}"
        yield Problem(code="infrastructure-name", message=message, remedy=f"{mend}: {allowed}.", path=place)


def _plain(text: str, *, hyphens: bool) -> str:
    return re.sub("-+", "-" if hyphens else "", text)


def _suffix(*parts: str) -> str:
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:_SUFFIX_LENGTH]


def federated_subject(namespace: str, service_account: str) -> str:
    """Return the subject of a ServiceAccount's tokens, as Azure Workload Identity has it."""
    return f"system:serviceaccount:{namespace}:{service_account}"
