"""Azure resources where bundles say nothing (templates/policies/infrastructure.yaml)."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from foundation.model.base import FrozenModel
from foundation.model.bundle.groups.resources import IssuerAddress, Location
from foundation.model.bundle.groups.secrets import AzureId
from foundation.model.infrastructure.kinds import KINDS, NETWORKED, Kind
from foundation.model.kubernetes.scalars import DnsLabel, PortNumber
from foundation.model.policy.networks import EnvironmentNetwork, ZoneName

#: A pattern of a name in Azure.
AzureNamePattern = Annotated[
    str, Field(pattern=r"^([a-z0-9-]|\{component\}|\{tenant\}|\{env\}|\{key\}|\{suffix\})+$", max_length=128)
]
ResourceGroupPattern = Annotated[
    str, Field(pattern=r"^([A-Za-z0-9._()-]|\{component\}|\{tenant\}|\{env\})+$", max_length=128)
]
ApiVersion = Annotated[str, Field(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?$")]
TagName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=128)]


def _printable(text: str) -> str:
    """Return a text that no line break or control character is in.

    Raises:
        ValueError: it has one.
    """
    if not text.isprintable():
        raise ValueError("a tag has no line breaks and no control characters")
    return text


TagValue = Annotated[str, AfterValidator(_printable), Field(max_length=256)]
Switch = Literal["Enabled", "Disabled"]
SUFFIX = "{suffix}"


class KeyVaultTier(FrozenModel):
    """Size of a key vault."""

    sku: Literal["standard", "premium"] = Field(description="Whether keys may be in hardware.")


class StorageTier(FrozenModel):
    """Size of a storage account."""

    replication: Literal["LRS", "ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"] = Field(description="Copies of the data.")


class ServiceBusTier(FrozenModel):
    """Size of a Service Bus namespace. Only Premium can be closed to the public network."""

    sku: Literal["Standard", "Premium"] = Field(description="Kind of namespace.")
    capacity: Literal[0, 1, 2, 4, 8, 16] = Field(description="Messaging units of Premium; 0 for Standard.")

    @model_validator(mode="after")
    def _units_of_premium(self) -> "ServiceBusTier":
        if (self.sku == "Premium") != (self.capacity > 0):
            raise ValueError("Premium has 1 to 16 messaging units, Standard has 0")
        return self


class PostgresTier(FrozenModel):
    """Size of a PostgreSQL flexible server."""

    compute: Literal["Burstable", "GeneralPurpose", "MemoryOptimized"] = Field(description="Kind of machine.")
    size: Annotated[str, Field(pattern=r"^Standard_[A-Za-z0-9_]+$")] = Field(description="Machine.")
    storage_gb: Literal[32, 64, 128, 256, 512, 1024, 2048, 4096] = Field(description="Disk.")
    availability: Literal["Disabled", "SameZone", "ZoneRedundant"] = Field(description="Where its standby is.")
    geo_backup: Switch = Field(description="Whether backups are kept in a second region too.")


class RedisTier(FrozenModel):
    """Size of an Azure Managed Redis."""

    sku: Annotated[str, Field(pattern=r"^(Balanced_B|MemoryOptimized_M|ComputeOptimized_X)[0-9]+$")] = Field(
        description="Machine."
    )
    availability: Switch = Field(description="Whether it has a second node.")


class CosmosTier(FrozenModel):
    """Size of a Cosmos DB account."""

    zone_redundant: bool = Field(description="Whether its copies are in several zones.")
    max_throughput: Annotated[int, Field(ge=1000, le=100000, multiple_of=1000)] = Field(
        description="Most request units a second of a container."
    )


class Tier(FrozenModel):
    """A size of everything."""

    key_vault: KeyVaultTier
    storage_account: StorageTier
    service_bus: ServiceBusTier
    postgres: PostgresTier
    redis: RedisTier
    cosmos: CosmosTier


class ProviderVersions(FrozenModel):
    """Versions that the files ask for."""

    terraform: str = Field(default=">= 1.9", pattern=r"^[ 0-9.,<>=~]+$", description="Terraform.")
    azurerm: str = Field(default="~> 4.57", pattern=r"^[ 0-9.,<>=~]+$", description="Its provider for Azure.")
    azure_native: str = Field(default="3.29.0", pattern=r"^3(\.[0-9]+){2}$", description="Pulumi's provider.")


class Endpoint(FrozenModel):
    """Where a component finds a resource."""

    host: Annotated[str, Field(pattern=r"^([a-z0-9.-]|\{name\}|\{location\})+$", max_length=253)] = Field(
        description="Its host, by the resource's name and region."
    )
    port: PortNumber = Field(description="Its port.")


class Retention(FrozenModel):
    """How long what is deleted, backed up and logged is kept, in days."""

    soft_delete_days: Annotated[int, Field(ge=7, le=90)] = Field(default=30, description="What was deleted.")
    backup_days: Annotated[int, Field(ge=7, le=35)] = Field(default=14, description="Backups of databases.")
    log_days: Annotated[int, Field(ge=30, le=730)] = Field(default=90, description="Logs.")


StatePattern = Annotated[str, Field(pattern=r"^([A-Za-z0-9._()/-]|\{component\}|\{tenant\}|\{env\})+$", max_length=200)]


class TerraformState(FrozenModel):
    """The container of a storage account that Terraform keeps its state in; it must be there."""

    resource_group: ResourceGroupPattern = Field(description="Resource group of the storage account.")
    storage_account: StatePattern = Field(description="The storage account.")
    container: StatePattern = Field(description="The container.")
    key: StatePattern = Field(default="{tenant}/{component}/{env}.tfstate", description="Name of the state in it.")


class PulumiState(FrozenModel):
    """Where Pulumi keeps its state, and what encrypts secrets in it; both must be there."""

    address: Annotated[str, Field(pattern=r"^azblob://[a-z0-9./-]+\?storage_account=[a-z0-9]+$", max_length=200)] = (
        Field(description="Container of a storage account, such as azblob://pulumi?storage_account=stacmestate.")
    )
    secrets_provider: Annotated[str, Field(pattern=r"^azurekeyvault://[A-Za-z0-9./-]+$", max_length=200)] = Field(
        description="Key of a vault, such as azurekeyvault://kv-acme.vault.azure.net/keys/pulumi."
    )


class StatePolicy(FrozenModel):
    """Where Terraform and Pulumi keep their state; Azure keeps that of Bicep."""

    terraform: TerraformState | None = Field(default=None, description="State of Terraform.")
    pulumi: PulumiState | None = Field(default=None, description="State of Pulumi.")


class InfrastructurePolicy(FrozenModel):
    """The file. Left out, no resource can be planned: names, tiers, roles and versions have no other source."""

    location: Location | None = Field(default=None, description="Region of environments that are not in locations.")
    locations: dict[DnsLabel, Location] = Field(default={}, description="Region by environment.")
    resource_group: ResourceGroupPattern = Field(
        default="rg-{tenant}-{component}-{env}", description="Resource group; it must be there."
    )
    issuers: dict[DnsLabel, IssuerAddress] = Field(default={}, description="OIDC issuer of each environment's cluster.")
    tenant_id: AzureId = Field(
        default="00000000-0000-0000-0000-000000000000",
        description="Directory of identities and vaults of which the bundle says nothing; set your own.",
    )
    client_id: AzureId = Field(
        default="00000000-0000-0000-0000-000000000000",
        description="Stands for the client id of an identity that was not deployed yet.",
    )
    names: dict[Kind, AzureNamePattern] = Field(default={}, description="Pattern of a name by kind.")
    salt: str = Field(
        default="", max_length=100, description="Makes suffixes your own, such as the organisation's domain."
    )
    default_tier: DnsLabel = Field(default="small", description="Tier of environments that are not in tier_of.")
    tier_of: dict[DnsLabel, DnsLabel] = Field(default={}, description="Tier by environment.")
    tiers: dict[DnsLabel, Tier] = Field(default={}, description="What a tier is, by name.")
    public_network: list[DnsLabel] = Field(default=[], description="Environments that may use the public network.")
    networks: dict[DnsLabel, EnvironmentNetwork] = Field(
        default={}, description="How a component reaches its resources, by environment."
    )
    private_zones: dict[Kind, ZoneName] = Field(
        default={}, description="Private DNS zone that a private endpoint is found by, by kind."
    )
    endpoints: dict[Kind, list[Endpoint]] = Field(default={}, description="Where a component finds resources, by kind.")
    postgres_version: Literal["14", "15", "16", "17"] = Field(default="16", description="Version of PostgreSQL.")
    retention: Retention = Field(default=Retention(), description="How long things are kept.")
    roles: dict[Kind, dict[str, AzureId]] = Field(default={}, description="Role definition by kind and use.")
    api_versions: dict[str, ApiVersion] = Field(default={}, description="Version of Azure's API by resource type.")
    versions: ProviderVersions = Field(default=ProviderVersions(), description="Versions that the files ask for.")
    state: StatePolicy = Field(default=StatePolicy(), description="Where Terraform and Pulumi keep their state.")
    tags: dict[TagName, TagValue] = Field(default={}, description="Further tags of every resource.")

    @field_validator("names")
    @classmethod
    def _suffix_where_unique(cls, names: dict[Kind, str]) -> dict[Kind, str]:
        for kind, pattern in names.items():
            if KINDS[kind].unique and not pattern.endswith(SUFFIX):
                raise ValueError(f"a {KINDS[kind].title} is unique in all of Azure: let {kind} end with {SUFFIX}")
            if SUFFIX in re.sub(r"\{suffix\}$", "", pattern):
                raise ValueError(f"{SUFFIX} stands at the end of {kind}, and nowhere else")
        return names

    @model_validator(mode="after")
    def _known_tiers(self) -> "InfrastructurePolicy":
        for name in [*([self.default_tier] if self.tiers else []), *self.tier_of.values()]:
            if name not in self.tiers:
                raise ValueError(f"there is no tier {name}; tiers has {', '.join(self.tiers) or 'none'}")
        return self

    @model_validator(mode="after")
    def _usable_networks(self) -> "InfrastructurePolicy":
        for name, network in self.networks.items():
            if network.allowed and name not in self.public_network:
                raise ValueError(f"addresses are allowed in {name}, which public_network does not have")
            missing = sorted(NETWORKED - self.private_zones.keys()) if network.private_endpoints else []
            if missing:
                raise ValueError(f"private endpoints of {name} need private_zones of {', '.join(missing)}")
        return self

    def network_of(self, environment: str) -> EnvironmentNetwork:
        """Return the network of an environment; one that nothing is known of, if nobody says more."""
        return self.networks.get(environment, EnvironmentNetwork())

    def tier_in(self, environment: str) -> str:
        """Return the name of an environment's tier."""
        return self.tier_of.get(environment, self.default_tier)
