"""Secrets: references and sealed data only, never a value."""

import base64
import binascii
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from foundation.model.base import FrozenModel, KubernetesShape
from foundation.model.kubernetes.scalars import DataKey, EnvironmentName, ObjectName

SecretProvider = Literal["existing", "key-vault", "external-secrets", "sealed"]
#: Directory id, client id: what Azure calls a UUID.
AzureId = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
#: Bytes that a sealed value starts with: the length of the session key, big-endian, and then that key.
_LENGTH_BYTES = 2
_KEY_BYTES = (256, 384, 512)
#: What authenticates the text behind the key (AES-GCM).
_TAG_BYTES = 16


def _check_sealed(text: str) -> str:
    """Refuse what no sealing program wrote: a password that is only in base64 is still a password.

    The form is that of Sealed Secrets' HybridEncrypt: two bytes of length, the session key under
    RSA, the text under AES-GCM. The message must not hold the text.
    """
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    key = int.from_bytes(content[:_LENGTH_BYTES])
    if key not in _KEY_BYTES or len(content) < _LENGTH_BYTES + key + _TAG_BYTES:
        raise ValueError("this is no sealed text; seal the value with kubeseal and put its output here")
    return text


SealedText = Annotated[str, AfterValidator(_check_sealed)]


class SecretVariable(FrozenModel):
    """An environment variable that is filled from a Secret's key."""

    name: EnvironmentName = Field(description="Name of the variable.")
    key: DataKey = Field(description="Key in the Secret.")


class KeyVault(FrozenModel):
    """The Azure Key Vault that secrets come from, and who reads it."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$")] | None = Field(
        default=None, description="Name of the vault."
    )
    tenant_id: AzureId | None = Field(default=None, description="Directory of the vault; the identity's by default.")
    client_id: AzureId | None = Field(
        default=None, description="Identity that reads it; security_profile.identity's by default."
    )


class KeyVaultObject(FrozenModel):
    """A secret, key or certificate of the vault, which becomes a file."""

    name: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,127}$")] = Field(description="Name in the vault.")
    type: Literal["secret", "key", "cert"] = Field(default="secret", description="What it is.")
    alias: DataKey | None = Field(default=None, description="Name of the file; the name in the vault by default.")
    version: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{32}$")] | None = Field(
        default=None, description="Version; the newest by default."
    )
    format: Literal["pem", "pfx"] | None = Field(default=None, description="Format of a certificate.")
    encoding: Literal["utf-8", "hex", "base64"] | None = Field(default=None, description="Encoding of a secret.")

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.alias or self.name


class SecretStore(FrozenModel):
    """Where External Secrets reads: a store that exists."""

    name: ObjectName = Field(description="Name of the store.")
    kind: Literal["SecretStore", "ClusterSecretStore"] | None = Field(
        default=None, description="Kind of the store; ClusterSecretStore by default."
    )


class RemoteReference(KubernetesShape):
    """An entry of the store (external-secrets.io/v1 ExternalSecretDataRemoteRef)."""

    key: str = Field(min_length=1, description="Its name.")
    property: str | None = Field(default=None, min_length=1, description="A part of it.")
    version: str | None = Field(default=None, min_length=1, description="Its version; the newest by default.")
    metadata_policy: Literal["None", "Fetch"] | None = Field(default=None, description="Whether its labels are read.")
    conversion_strategy: Literal["Default", "Unicode"] | None = Field(
        default=None, description="What becomes of letters that a key may not have."
    )
    decoding_strategy: Literal["Auto", "Base64", "Base64URL", "None"] | None = Field(
        default=None, description="How it is decoded."
    )


class ExternalData(KubernetesShape):
    """A key of the Secret and where it comes from."""

    secret_key: DataKey = Field(description="Key in the Secret.")
    remote_ref: RemoteReference = Field(description="Entry of the store.")


class SecretReference(FrozenModel):
    """A Secret of the namespace: who makes it, and how the container gets it.

    Its values never pass through this agent.
    """

    name: ObjectName | None = Field(default=None, description="Name; by default the naming policy's.")
    mount: bool | None = Field(default=None, description="Whether to mount it under the policy's secrets path.")
    env: list[SecretVariable] | None = Field(default=None, description="Variables filled from its keys.")
    provider: SecretProvider | None = Field(default=None, description="Who makes it; secret_provider by default.")
    type: Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$")] | None = Field(
        default=None, description="Type of the Secret that is made, such as kubernetes.io/tls; Opaque by default."
    )
    objects: list[KeyVaultObject] | None = Field(default=None, description="Of key-vault: what to read.")
    store: SecretStore | None = Field(default=None, description="Of external-secrets: secret_store by default.")
    data: list[ExternalData] | None = Field(default=None, description="Of external-secrets: what to read, by key.")
    data_from: list[dict[str, Any]] | None = Field(
        default=None, description="Of external-secrets: whole entries (ExternalSecretDataFromRemoteRef)."
    )
    template: dict[str, Any] | None = Field(
        default=None, description="Of external-secrets: how the Secret is made of them (ExternalSecretTemplate)."
    )
    refresh_interval: Annotated[str, Field(pattern=r"^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$")] | None = Field(
        default=None, description="Of external-secrets: how often to read, such as 1h."
    )
    encrypted_data: dict[DataKey, SealedText | None] | None = Field(
        default=None, description="Of sealed: what kubeseal wrote, by key."
    )
    scope: Literal["strict", "namespace-wide", "cluster-wide"] | None = Field(
        default=None, description="Of sealed: where it may be opened; strict by default."
    )


def one_without_name(secrets: list[SecretReference] | None) -> list[SecretReference] | None:
    """Refuse a second entry without a name: both would be the same Secret."""
    if sum(secret.name is None for secret in secrets or []) > 1:
        raise ValueError("only one entry may be without a name")
    return secrets
