"""What each provider of secrets needs to know, and nothing that is another's."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.secrets import KeyVault, SecretProvider, SecretReference
from foundation.model.bundle.groups.security import SecurityProfile, WorkloadIdentity
from foundation.model.bundle.layer import Layer
from foundation.model.errors import Problem
from foundation.model.names import did_you_mean
from plugins.overlay_merge.places import given_by_bundle, setting_path

#: Settings of an entry that only some providers know.
_OWN: dict[SecretProvider, set[str]] = {
    "existing": set(),
    "key-vault": {"objects", "type"},
    "external-secrets": {"store", "data", "data_from", "template", "refresh_interval", "type"},
    "sealed": {"encrypted_data", "scope", "type"},
}
_EVERY = sorted(set().union(*_OWN.values()))
#: Of which an entry must have one.
_NEEDED: dict[SecretProvider, tuple[str, ...]] = {
    "existing": (),
    "key-vault": ("objects",),
    "external-secrets": ("data", "data_from"),
    "sealed": ("encrypted_data",),
}


def secret_reference_problems(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield what is wrong with the secrets of one environment; no message holds a value."""
    settings = environment.settings
    providers: set[SecretProvider] = set()
    # An environment that names another provider for all may leave what the entries tell the usual one.
    switched = given_by_bundle("secret_provider", environment)
    for reference in settings.secrets or []:
        provider = reference.provider or settings.secret_provider or "existing"
        providers.add(provider)
        place = f"component.secrets[{reference.name}]" if reference.name else "component.secrets"
        yield from _needed(reference, provider, place)
        if reference.provider or not switched:
            yield from _foreign(reference, provider, place)
        yield from _keys(reference, provider, place)
        if provider == "external-secrets" and not (reference.store or settings.secret_store):
            yield _missing(
                f"{place}.store", "external-secrets needs a store", "Add secret_store, or store to the entry."
            )
    if "key-vault" in providers:
        yield from _vault(settings, environment)


def _foreign(reference: SecretReference, provider: SecretProvider, place: str) -> Iterator[Problem]:
    for name in _EVERY:
        if getattr(reference, name) is not None and name not in _OWN[provider]:
            yield Problem(
                code="secret-setting",
                message=f"{name} means nothing for the provider {provider}",
                remedy=f"Leave it out, or set provider to {_whose(name)}.",
                path=f"{place}.{name}",
            )


def _needed(reference: SecretReference, provider: SecretProvider, place: str) -> Iterator[Problem]:
    needed = _NEEDED[provider]
    if needed and not any(getattr(reference, name) for name in needed):
        yield _missing(f"{place}.{needed[0]}", f"{provider} needs {' or '.join(needed)}", f"Add {' or '.join(needed)}.")
    if provider == "key-vault" and reference.mount is False:
        yield Problem(
            code="secret-mount",
            message="what comes from a key vault reaches the pod by the mounted volume, its variables too",
            remedy="Leave mount out.",
            path=f"{place}.mount",
        )


def _whose(setting: str) -> str:
    return " or ".join(sorted(provider for provider, own in _OWN.items() if setting in own))


def _keys(reference: SecretReference, provider: SecretProvider, place: str) -> Iterator[Problem]:
    """A variable must be filled from a key that the Secret will have, where that is known here."""
    known = _known_keys(reference, provider)
    for variable in reference.env or []:
        if known and variable.key not in known:
            yield Problem(
                code="secret-key-unknown",
                message=f"the variable {variable.name} wants the key {variable.key!r}, which the Secret will not have",
                remedy=did_you_mean(variable.key, known, f"Use one of {', '.join(sorted(known))}."),
                path=f"{place}.env[{variable.name}].key",
            )


def _known_keys(reference: SecretReference, provider: SecretProvider) -> set[str]:
    if provider == "key-vault":
        return {entry.file for entry in reference.objects or []}
    if provider == "sealed":
        return set(reference.encrypted_data or {})
    if provider == "external-secrets" and not reference.data_from and not reference.template:
        return {entry.secret_key for entry in reference.data or []}
    return set()


def _vault(settings: Layer, environment: EffectiveEnvironment) -> Iterator[Problem]:
    vault = settings.key_vault or KeyVault()
    identity = (settings.security_profile or SecurityProfile()).identity or WorkloadIdentity()
    needed = {
        "name": vault.name,
        "tenant_id": vault.tenant_id or identity.tenant_id,
        "client_id": vault.client_id or identity.client_id,
    }
    for name, value in needed.items():
        if value is None:
            also = "" if name == "name" else f", or security_profile.identity.{name}"
            message = f"the provider key-vault in {environment.name} needs key_vault.{name}"
            yield _missing(setting_path(f"key_vault.{name}", environment), message, f"Add key_vault.{name}{also}.")


def _missing(path: str, message: str, remedy: str) -> Problem:
    return Problem(code="missing-key", message=message, remedy=remedy, path=path)
