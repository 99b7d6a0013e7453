"""Secrets: how the container gets them, and the objects that have them made in the cluster."""

from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups.secrets import KeyVault, KeyVaultObject, SecretProvider, SecretReference
from foundation.model.bundle.groups.security import SecurityProfile, WorkloadIdentity
from foundation.model.bundle.layer import Layer
from foundation.model.chart import values
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.plain import plain_list, texts

#: Annotations by which a sealed Secret may be opened elsewhere than it was sealed for.
_SCOPE = "sealedsecrets.bitnami.com"


def secret_name(
    name: str | None, effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> str:
    """Return the name of a Secret; the naming policy's where none is given."""
    return name or policy.naming.secret.format(component=effective.slug, env=environment.name, tenant=effective.tenant)


def secrets(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> list[values.Secret]:
    """Return the Secrets to mount or read."""
    found = []
    for reference in environment.settings.secrets or []:
        name = secret_name(reference.name, effective, environment, policy)
        vault = _provider(reference, environment.settings) == "key-vault"
        # The driver fills the Secret of a vault's variables only where the volume is mounted.
        mounted = vault or (reference.mount if reference.mount is not None else not reference.env)
        found.append(
            values.Secret(
                name=name,
                mount_path=f"{policy.security.secret_mount_root}/{name}" if mounted else "",
                provider_class=name if vault else "",
                env=[values.SecretVariable(name=variable.name, key=variable.key) for variable in reference.env or []],
            )
        )
    return found


def secret_provider_classes(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> list[values.SecretProviderClass]:
    """Return what the secrets store driver reads from Azure Key Vault."""
    settings = environment.settings
    return [
        values.SecretProviderClass(
            name=name,
            parameters=_vault(settings),
            objects=[_vault_object(entry) for entry in reference.objects or []],
            secret_objects=_synchronised(name, reference),
        )
        for name, reference in _provided(effective, environment, policy, "key-vault")
    ]


def external_secrets(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> list[values.ExternalSecret]:
    """Return what External Secrets reads from a store."""
    return [
        values.ExternalSecret(name=name, spec=_external(name, reference, environment.settings))
        for name, reference in _provided(effective, environment, policy, "external-secrets")
    ]


def sealed_secrets(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> list[values.SealedSecret]:
    """Return what Sealed Secrets opens."""
    return [
        values.SealedSecret(
            name=name,
            type=reference.type or "Opaque",
            annotations={} if reference.scope in (None, "strict") else {f"{_SCOPE}/{reference.scope}": "true"},
            encrypted_data=texts({**(reference.encrypted_data or {})}),
        )
        for name, reference in _provided(effective, environment, policy, "sealed")
    ]


def _provider(reference: SecretReference, settings: Layer) -> SecretProvider:
    return reference.provider or settings.secret_provider or "existing"


def _provided(
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    policy: PlatformPolicy,
    provider: SecretProvider,
) -> list[tuple[str, SecretReference]]:
    return [
        (secret_name(reference.name, effective, environment, policy), reference)
        for reference in environment.settings.secrets or []
        if _provider(reference, environment.settings) == provider
    ]


def _vault(settings: Layer) -> dict[str, str]:
    vault = settings.key_vault or KeyVault()
    identity = (settings.security_profile or SecurityProfile()).identity or WorkloadIdentity()
    return {
        "usePodIdentity": "false",
        "clientID": vault.client_id or identity.client_id or "",
        "keyvaultName": vault.name or "",
        "tenantID": vault.tenant_id or identity.tenant_id or "",
    }


def _vault_object(entry: KeyVaultObject) -> dict[str, str]:
    fields = {
        "objectName": entry.name,
        "objectType": entry.type,
        "objectAlias": entry.alias,
        "objectVersion": entry.version,
        "objectFormat": entry.format,
        "objectEncoding": entry.encoding,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _synchronised(name: str, reference: SecretReference) -> list[dict[str, Any]]:
    """Return the Secret that variables are filled from; files need none."""
    keys = dict.fromkeys(variable.key for variable in reference.env or [])
    if not keys:
        return []
    data = [{"objectName": key, "key": key} for key in keys]
    return [{"secretName": name, "type": reference.type or "Opaque", "data": data}]


def _external(name: str, reference: SecretReference, settings: Layer) -> dict[str, Any]:
    store = reference.store or settings.secret_store
    target: dict[str, Any] = {"name": name, "creationPolicy": "Owner"}
    template = {**({"type": reference.type} if reference.type else {}), **(reference.template or {})}
    if template:
        target["template"] = template
    fields: dict[str, Any] = {
        "refreshInterval": reference.refresh_interval,
        "secretStoreRef": {"kind": store.kind or "ClusterSecretStore", "name": store.name} if store else None,
        "target": target,
        "data": plain_list(reference.data),
        "dataFrom": reference.data_from,
    }
    return {key: value for key, value in fields.items() if value}
