"""Settings that make a resource secure, by its type in each back end, and where they stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.model.infrastructure.kinds import DIAGNOSED
from plugins.k8s_validator.infrastructure.described import Described
from plugins.k8s_validator.infrastructure.terraform import plain

_NETWORK, _TERRAFORM_NETWORK, _PULUMI_NETWORK = (
    "publicNetworkAccess",
    '${var.public_network_access == "Enabled"}',
    "${publicNetworkAccess}",
)
_BICEP: dict[str, dict[str, Any]] = {
    "Microsoft.Storage/storageAccounts": {
        "minimumTlsVersion": "TLS1_2",
        "supportsHttpsTrafficOnly": True,
        "allowBlobPublicAccess": False,
        "allowSharedKeyAccess": False,
        "publicNetworkAccess": _NETWORK,
        "networkAcls.defaultAction": "networkDefaultAction",
    },
    "Microsoft.Storage/storageAccounts/blobServices": {
        "deleteRetentionPolicy.enabled": True,
        "containerDeleteRetentionPolicy.enabled": True,
    },
    "Microsoft.KeyVault/vaults": {
        "enableRbacAuthorization": True,
        "enableSoftDelete": True,
        "enablePurgeProtection": True,
        "publicNetworkAccess": _NETWORK,
        "networkAcls.defaultAction": "networkDefaultAction",
    },
    "Microsoft.ServiceBus/namespaces": {
        "minimumTlsVersion": "1.2",
        "disableLocalAuth": True,
        "publicNetworkAccess": _NETWORK,
    },
    "Microsoft.EventGrid/topics": {
        "minimumTlsVersionAllowed": "1.2",
        "disableLocalAuth": True,
        "publicNetworkAccess": _NETWORK,
    },
    "Microsoft.DBforPostgreSQL/flexibleServers": {
        "authConfig.passwordAuth": "Disabled",
        "authConfig.activeDirectoryAuth": "Enabled",
        "network.publicNetworkAccess": _NETWORK,
    },
    "Microsoft.Cache/redisEnterprise": {"minimumTlsVersion": "1.2", "publicNetworkAccess": _NETWORK},
    "Microsoft.Cache/redisEnterprise/databases": {
        "clientProtocol": "Encrypted",
        "accessKeysAuthentication": "Disabled",
    },
    "Microsoft.DocumentDB/databaseAccounts": {
        "minimalTlsVersion": "Tls12",
        "disableLocalAuth": True,
        "publicNetworkAccess": _NETWORK,
    },
    "Microsoft.OperationalInsights/workspaces": {"features.disableLocalAuth": True},
}
_TERRAFORM: dict[str, dict[str, Any]] = {
    "azurerm_storage_account": {
        "min_tls_version": "TLS1_2",
        "https_traffic_only_enabled": True,
        "allow_nested_items_to_be_public": False,
        "shared_access_key_enabled": False,
        "public_network_access_enabled": _TERRAFORM_NETWORK,
        "network_rules.default_action": "${var.network_default_action}",
    },
    "azurerm_storage_container": {"container_access_type": "private"},
    "azurerm_key_vault": {
        "rbac_authorization_enabled": True,
        "purge_protection_enabled": True,
        "public_network_access_enabled": _TERRAFORM_NETWORK,
        "network_acls.default_action": "${var.network_default_action}",
    },
    "azurerm_servicebus_namespace": {
        "minimum_tls_version": "1.2",
        "local_auth_enabled": False,
        "public_network_access_enabled": _TERRAFORM_NETWORK,
    },
    "azurerm_eventgrid_topic": {
        "local_auth_enabled": False,
        "public_network_access_enabled": _TERRAFORM_NETWORK,
    },
    "azurerm_postgresql_flexible_server": {
        "authentication.password_auth_enabled": False,
        "authentication.active_directory_auth_enabled": True,
        "public_network_access_enabled": _TERRAFORM_NETWORK,
    },
    "azurerm_managed_redis": {
        "default_database.client_protocol": "Encrypted",
        "default_database.access_keys_authentication_enabled": False,
        "public_network_access": "${var.public_network_access}",
    },
    "azurerm_cosmosdb_account": {
        "minimal_tls_version": "Tls12",
        "local_authentication_disabled": True,
        "public_network_access_enabled": _TERRAFORM_NETWORK,
    },
    "azurerm_log_analytics_workspace": {"local_authentication_disabled": True},
}
_PULUMI: dict[str, dict[str, Any]] = {
    "azure-native:storage:StorageAccount": {
        "minimumTlsVersion": "TLS1_2",
        "enableHttpsTrafficOnly": True,
        "allowBlobPublicAccess": False,
        "allowSharedKeyAccess": False,
        "publicNetworkAccess": _PULUMI_NETWORK,
        "networkRuleSet.defaultAction": "${networkDefaultAction}",
    },
    "azure-native:storage:BlobContainer": {"publicAccess": "None"},
    "azure-native:keyvault:Vault": {
        "properties.enableRbacAuthorization": True,
        "properties.enableSoftDelete": True,
        "properties.enablePurgeProtection": True,
        "properties.publicNetworkAccess": _PULUMI_NETWORK,
        "properties.networkAcls.defaultAction": "${networkDefaultAction}",
    },
    "azure-native:servicebus:Namespace": _BICEP["Microsoft.ServiceBus/namespaces"]
    | {"publicNetworkAccess": _PULUMI_NETWORK},
    "azure-native:eventgrid:Topic": _BICEP["Microsoft.EventGrid/topics"] | {"publicNetworkAccess": _PULUMI_NETWORK},
    "azure-native:dbforpostgresql:Server": _BICEP["Microsoft.DBforPostgreSQL/flexibleServers"]
    | {"network.publicNetworkAccess": _PULUMI_NETWORK},
    "azure-native:redisenterprise:RedisEnterprise": _BICEP["Microsoft.Cache/redisEnterprise"]
    | {"publicNetworkAccess": _PULUMI_NETWORK},
    "azure-native:redisenterprise:Database": _BICEP["Microsoft.Cache/redisEnterprise/databases"],
    "azure-native:cosmosdb:DatabaseAccount": _BICEP["Microsoft.DocumentDB/databaseAccounts"]
    | {"publicNetworkAccess": _PULUMI_NETWORK},
    "azure-native:operationalinsights:Workspace": _BICEP["Microsoft.OperationalInsights/workspaces"],
}
_SECURE = _BICEP | _TERRAFORM | _PULUMI
_DIAGNOSTICS = {
    "bicep/": "Microsoft.Insights/diagnosticSettings",
    "terraform/": "azurerm_monitor_diagnostic_setting",
    "pulumi/": "azure-native:monitor:DiagnosticSetting",
}


def insecure(described: Described) -> Iterator[tuple[str, str, str]]:
    """Yield settings that are not as they must be: file, place in it, and what is wrong.

    Args:
        described: what a back end describes.
    """
    for file, type_, label, data in described.blocks:
        # Bicep has most of a resource in its properties, and loops around those that there are several of.
        settings = data.get("properties", data) if type_ in _BICEP else data
        for path, expected in _SECURE.get(type_, {}).items():
            found = plain(_at(settings, path))
            if found != expected:
                yield file, f"{label}.{path}", f"{path} of {type_} must be {expected}, not {found}"


def without_logs(folder: str, described: Described) -> Iterator[tuple[str, str, str]]:
    """Yield resources that send no logs although there is a workspace: file, place in it, and what is wrong.

    Args:
        folder: folder of the back end.
        described: what it describes.
    """
    if "log_analytics" not in described.resources.values():
        return
    needed = [key for key, kind in described.resources.items() if kind in DIAGNOSED]
    kinds = {described.resources[key] for key in needed}
    found = [(file, label) for file, type_, label, _ in described.blocks if type_ == _DIAGNOSTICS[folder]]
    wanted = len(kinds) if folder == "bicep/" else len(needed)
    if len(found) < wanted:
        yield "", "", f"{wanted - len(found)} of the resources send no logs to Log Analytics"


def _at(data: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(data, list):  # what HCL calls a block
            data = data[0] if data else {}
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
