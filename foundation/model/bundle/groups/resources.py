"""What a component needs in Azure beside its cluster; the policy (infrastructure.yaml) answers the rest."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from foundation.model.base import FrozenModel, unique_by
from foundation.model.kubernetes.scalars import DnsLabel

#: What a resource is called in the bundle; names in Azure, variables and outputs are made of it.
ResourceKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=24)]
#: A name in Azure as it is to be; ``{env}`` is filled in.
AzureName = Annotated[str, Field(pattern=r"^([a-zA-Z0-9-]|\{env\})+$", max_length=128)]
IssuerAddress = Annotated[str, Field(pattern=r"^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~-]+)*/?$", max_length=500)]
Location = Annotated[str, Field(pattern=r"^[a-z0-9]+$", max_length=40)]
ResourceGroup = Annotated[str, Field(pattern=r"^([A-Za-z0-9._()-]|\{env\})*([A-Za-z0-9_()-]|\{env\})$", max_length=90)]
BlobContainer = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=3, max_length=63)]
EntityName = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", max_length=50)]
DatabaseName = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_-]*$", max_length=63)]
CosmosName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=100)]
PartitionKey = Annotated[str, Field(pattern=r"^(/[A-Za-z0-9_]+)+$", max_length=200)]
RegistryName = Annotated[str, Field(pattern=r"^[a-z0-9]{5,50}$")]


class _Resource(FrozenModel):
    """What all of them have."""

    azure_name: AzureName | None = Field(
        default=None, description="Name in Azure instead of the policy's; {env} is filled in."
    )


class _Sized(_Resource):
    """A resource that comes in several sizes."""

    tier: DnsLabel | None = Field(default=None, description="Tier of the policy, in every environment.")


class _Named(_Sized):
    """A resource of which there may be several."""

    name: ResourceKey = Field(description="Name in the bundle, of which its name in Azure is made.")


class IdentityResource(_Resource):
    """A user-assigned identity that the component's ServiceAccount stands for, by a federated credential."""

    issuers: dict[DnsLabel, IssuerAddress] | None = Field(
        default=None, description="OIDC issuer of each environment's cluster; the policy's by default."
    )


class LogAnalytics(_Resource):
    """A workspace that the logs of the other resources go to."""


class KeyVaultResource(_Sized):
    """A key vault for the component's secrets; who fills it is another matter."""

    use: list[Literal["reader", "crypto"]] = Field(
        default=[], description="What the component does with it: reads secrets, uses keys."
    )


class StorageAccount(_Named):
    """A storage account with containers of blobs."""

    containers: list[BlobContainer] = Field(default=[], max_length=50, description="Containers.")
    use: list[Literal["reader", "contributor"]] = Field(default=[], description="What the component does with blobs.")


class ServiceBusTopic(FrozenModel):
    """A topic and who listens to it."""

    name: EntityName = Field(description="Name.")
    subscriptions: list[EntityName] = Field(default=[], max_length=50, description="Subscriptions.")


class ServiceBus(_Named):
    """A Service Bus namespace."""

    queues: list[EntityName] = Field(default=[], max_length=50, description="Queues.")
    topics: Annotated[list[ServiceBusTopic], AfterValidator(unique_by("name"))] = Field(
        default=[], max_length=50, description="Topics."
    )
    use: list[Literal["sender", "receiver"]] = Field(default=[], description="What the component does with messages.")


class EventGridTopic(_Named):
    """An Event Grid topic for CloudEvents."""

    use: list[Literal["sender"]] = Field(default=[], description="What the component does with it.")


class PostgresServer(_Named):
    """A PostgreSQL flexible server; who logs in does so by Entra ID, never by a password."""

    databases: list[DatabaseName] = Field(default=[], max_length=50, description="Databases.")
    use: list[Literal["administrator"]] = Field(
        default=[], description="Whether the identity is the server's administrator; rights below that are SQL's."
    )


class RedisCache(_Named):
    """An Azure Managed Redis, with access by Entra ID only."""

    use: list[Literal["contributor"]] = Field(default=[], description="What the component does with it.")


class CosmosContainer(FrozenModel):
    """A container of a Cosmos DB database."""

    name: CosmosName = Field(description="Name.")
    partition_key: PartitionKey = Field(description="Path of the partition key, such as /id.")


class CosmosDatabase(FrozenModel):
    """A database of the NoSQL API."""

    name: CosmosName = Field(description="Name.")
    containers: Annotated[list[CosmosContainer], AfterValidator(unique_by("name"))] = Field(
        default=[], max_length=50, description="Containers."
    )


class CosmosAccount(_Named):
    """A Cosmos DB account with the NoSQL API."""

    databases: Annotated[list[CosmosDatabase], AfterValidator(unique_by("name"))] = Field(
        default=[], max_length=50, description="Databases."
    )
    use: list[Literal["reader", "contributor"]] = Field(default=[], description="What the component does with data.")


class RegistryPull(FrozenModel):
    """A container registry that exists, from which the identity may pull."""

    name: RegistryName = Field(description="Name of the registry.")
    resource_group: ResourceGroup = Field(description="Its resource group; {env} is filled in.")
    use: list[Literal["pull"]] = Field(default=["pull"], min_length=1, description="What the identity does with it.")


_Unique = AfterValidator(unique_by("name"))


class CloudResources(FrozenModel):
    """Resources in Azure (docs/infrastructure.md)."""

    location: Location | None = Field(default=None, description="Region; the policy's by default.")
    resource_group: ResourceGroup | None = Field(
        default=None, description="Resource group, which must exist; the policy's by default. {env} is filled in."
    )
    identity: IdentityResource | None = Field(default=None, description="Identity of the component.")
    log_analytics: LogAnalytics | None = Field(default=None, description="Where logs go.")
    key_vault: KeyVaultResource | None = Field(default=None, description="Vault of the component's secrets.")
    storage_accounts: Annotated[list[StorageAccount], _Unique] = Field(default=[], description="Storage accounts.")
    service_buses: Annotated[list[ServiceBus], _Unique] = Field(default=[], description="Service Bus namespaces.")
    event_grid_topics: Annotated[list[EventGridTopic], _Unique] = Field(default=[], description="Event Grid topics.")
    postgres_servers: Annotated[list[PostgresServer], _Unique] = Field(default=[], description="PostgreSQL servers.")
    redis_caches: Annotated[list[RedisCache], _Unique] = Field(default=[], description="Caches.")
    cosmos_accounts: Annotated[list[CosmosAccount], _Unique] = Field(default=[], description="Cosmos DB accounts.")
    registry: RegistryPull | None = Field(default=None, description="Registry that the component's images come from.")
