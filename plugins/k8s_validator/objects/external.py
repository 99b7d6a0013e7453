"""Objects that a component uses and others make: what its bundle names, and what the naming policy implies."""

from collections.abc import Iterator
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.policy.platform import PlatformPolicy

#: Kind of what a field names, and the keys under it that may hold the name.
_NAMING = {
    "configMap": ("ConfigMap", ("name",)),
    "configMapRef": ("ConfigMap", ("name",)),
    "configMapKeyRef": ("ConfigMap", ("name",)),
    "secret": ("Secret", ("name", "secretName")),
    "secretRef": ("Secret", ("name",)),
    "secretKeyRef": ("Secret", ("name",)),
    "image_pull_secrets": ("Secret", ("name",)),
    "persistentVolumeClaim": ("PersistentVolumeClaim", ("claimName",)),
    "service_account": ("ServiceAccount", ("name",)),
}
_HOLDERS = frozenset({dict, list})


def external_objects(effective: EffectiveComponent, policy: PlatformPolicy) -> frozenset[tuple[str, str]]:
    """Return kind and name of the objects that exist elsewhere, in any environment."""
    return frozenset(
        found for environment in effective.environments for found in _of_environment(effective, environment, policy)
    )


def _of_environment(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> Iterator[tuple[str, str]]:
    settings = environment.settings
    names = {"component": effective.slug, "env": environment.name, "tenant": effective.tenant}
    for name in settings.existing_config_map_refs or []:
        yield "ConfigMap", name
    for secret in settings.secrets or []:
        yield "Secret", secret.name or policy.naming.secret.format(**names)
    yield from _named_in(settings.model_dump(by_alias=True, exclude_none=True))


def _named_in(settings: Any) -> Iterator[tuple[str, str]]:
    """Yield what a bundle names in the Kubernetes API's own shapes."""
    stack = [settings]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            for field in value.keys() & _NAMING.keys():
                yield from _named_by(field, value[field])
        stack += [inner for inner in (value.values() if isinstance(value, dict) else value) if type(inner) in _HOLDERS]


def _named_by(field: str, value: Any) -> Iterator[tuple[str, str]]:
    kind, keys = _NAMING[field]
    for entry in value if isinstance(value, list) else [value]:
        for key in keys if isinstance(entry, dict) else ():
            if isinstance(entry.get(key), str):
                yield kind, entry[key]
