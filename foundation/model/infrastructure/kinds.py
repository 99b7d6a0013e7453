"""Kinds of Azure resources: what each is called by each back end, and what its name may be.

Source of the limits: Microsoft Learn, "Naming rules and restrictions for Azure resources".
"""

from typing import Literal

from foundation.model.base import FrozenModel

Kind = Literal[
    "log_analytics",
    "identity",
    "key_vault",
    "storage_account",
    "service_bus",
    "event_grid_topic",
    "postgres",
    "redis",
    "cosmos",
    "registry",
]
BackEnd = Literal["bicep", "terraform", "pulumi"]
#: Each is a part of the output by the same name.
BACK_ENDS: tuple[BackEnd, ...] = ("bicep", "terraform", "pulumi")


class KindFacts(FrozenModel):
    """What Azure and the back ends know of a kind.

    Attributes:
        title: what it is, in words.
        shortest: fewest characters of a name.
        longest: most characters of a name.
        hyphens: whether a name may have hyphens; capital letters are never used.
        unique: whether no other customer of Azure may have the name.
        azure: type in Azure Resource Manager, which Bicep uses.
        terraform: type of the provider azurerm.
        pulumi: type of the provider azure-native.
        group: what of it a private endpoint leads to (Microsoft Learn, "Private-link resource"), if to anything.
        children: kinds of what is inside, by the word that the plan uses, with the types of the same three.
    """

    title: str
    shortest: int
    longest: int
    hyphens: bool = True
    unique: bool = True
    azure: str
    terraform: str
    pulumi: str
    group: str = ""
    children: dict[str, tuple[str, str, str]] = {}


KINDS: dict[Kind, KindFacts] = {
    "log_analytics": KindFacts(
        title="Log Analytics workspace",
        shortest=4,
        longest=63,
        unique=False,
        azure="Microsoft.OperationalInsights/workspaces",
        terraform="azurerm_log_analytics_workspace",
        pulumi="azure-native:operationalinsights:Workspace",
    ),
    "identity": KindFacts(
        title="user-assigned identity",
        shortest=3,
        longest=128,
        unique=False,
        azure="Microsoft.ManagedIdentity/userAssignedIdentities",
        terraform="azurerm_user_assigned_identity",
        pulumi="azure-native:managedidentity:UserAssignedIdentity",
    ),
    "key_vault": KindFacts(
        title="key vault",
        shortest=3,
        longest=24,
        azure="Microsoft.KeyVault/vaults",
        terraform="azurerm_key_vault",
        pulumi="azure-native:keyvault:Vault",
        group="vault",
    ),
    "storage_account": KindFacts(
        title="storage account",
        shortest=3,
        longest=24,
        hyphens=False,
        azure="Microsoft.Storage/storageAccounts",
        terraform="azurerm_storage_account",
        pulumi="azure-native:storage:StorageAccount",
        group="blob",
        children={
            "container": (
                "Microsoft.Storage/storageAccounts/blobServices/containers",
                "azurerm_storage_container",
                "azure-native:storage:BlobContainer",
            )
        },
    ),
    "service_bus": KindFacts(
        title="Service Bus namespace",
        shortest=6,
        longest=50,
        azure="Microsoft.ServiceBus/namespaces",
        terraform="azurerm_servicebus_namespace",
        pulumi="azure-native:servicebus:Namespace",
        group="namespace",
        children={
            "queue": (
                "Microsoft.ServiceBus/namespaces/queues",
                "azurerm_servicebus_queue",
                "azure-native:servicebus:Queue",
            ),
            "topic": (
                "Microsoft.ServiceBus/namespaces/topics",
                "azurerm_servicebus_topic",
                "azure-native:servicebus:Topic",
            ),
            "subscription": (
                "Microsoft.ServiceBus/namespaces/topics/subscriptions",
                "azurerm_servicebus_subscription",
                "azure-native:servicebus:Subscription",
            ),
        },
    ),
    "event_grid_topic": KindFacts(
        title="Event Grid topic",
        shortest=3,
        longest=50,
        azure="Microsoft.EventGrid/topics",
        terraform="azurerm_eventgrid_topic",
        pulumi="azure-native:eventgrid:Topic",
        group="topic",
    ),
    "postgres": KindFacts(
        title="PostgreSQL flexible server",
        shortest=3,
        longest=63,
        azure="Microsoft.DBforPostgreSQL/flexibleServers",
        terraform="azurerm_postgresql_flexible_server",
        pulumi="azure-native:dbforpostgresql:Server",
        group="postgresqlServer",
        children={
            "database": (
                "Microsoft.DBforPostgreSQL/flexibleServers/databases",
                "azurerm_postgresql_flexible_server_database",
                "azure-native:dbforpostgresql:Database",
            )
        },
    ),
    "redis": KindFacts(
        title="Azure Managed Redis",
        shortest=1,
        longest=60,
        azure="Microsoft.Cache/redisEnterprise",
        terraform="azurerm_managed_redis",
        pulumi="azure-native:redisenterprise:RedisEnterprise",
        group="redisEnterprise",
    ),
    "cosmos": KindFacts(
        title="Cosmos DB account",
        shortest=3,
        longest=44,
        azure="Microsoft.DocumentDB/databaseAccounts",
        terraform="azurerm_cosmosdb_account",
        pulumi="azure-native:cosmosdb:DatabaseAccount",
        group="Sql",
        children={
            "database": (
                "Microsoft.DocumentDB/databaseAccounts/sqlDatabases",
                "azurerm_cosmosdb_sql_database",
                "azure-native:cosmosdb:SqlResourceSqlDatabase",
            ),
            "container": (
                "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers",
                "azurerm_cosmosdb_sql_container",
                "azure-native:cosmosdb:SqlResourceSqlContainer",
            ),
        },
    ),
    "registry": KindFacts(
        title="container registry that exists",
        shortest=5,
        longest=50,
        hyphens=False,
        azure="Microsoft.ContainerRegistry/registries",
        terraform="azurerm_container_registry",
        pulumi="azure-native:containerregistry:getRegistry",
    ),
}
#: Kinds that other people made; the plan only refers to them.
EXISTING: frozenset[Kind] = frozenset({"registry"})
#: Kinds that send their logs to Log Analytics.
DIAGNOSED: frozenset[Kind] = frozenset(
    {"key_vault", "storage_account", "service_bus", "event_grid_topic", "postgres", "redis", "cosmos"}
)
#: Kinds that can be closed to the public network.
NETWORKED: frozenset[Kind] = frozenset(kind for kind, facts in KINDS.items() if facts.group)
#: Kinds that take rules for single addresses and ranges; PostgreSQL has a firewall of its own.
ADDRESSED: frozenset[Kind] = frozenset({"key_vault", "storage_account", "service_bus", "event_grid_topic", "cosmos"})
