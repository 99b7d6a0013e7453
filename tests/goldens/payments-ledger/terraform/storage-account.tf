resource "azurerm_storage_account" "statements" {
  name                             = var.statements_name
  resource_group_name              = var.resource_group_name
  location                         = var.location
  tags                             = var.tags
  account_kind                     = "StorageV2"
  account_tier                     = "Standard"
  account_replication_type         = var.statements_replication
  min_tls_version                  = "TLS1_2"
  https_traffic_only_enabled       = true
  allow_nested_items_to_be_public  = false
  shared_access_key_enabled        = false
  cross_tenant_replication_enabled = false
  default_to_oauth_authentication  = true
  public_network_access_enabled    = var.public_network_access == "Enabled"

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }

    container_delete_retention_policy {
      days = 30
    }
  }

  network_rules {
    bypass         = ["AzureServices"]
    default_action = var.network_default_action
  }
}

resource "azurerm_storage_container" "statements_container_monthly" {
  name                  = "monthly"
  storage_account_id    = azurerm_storage_account.statements.id
  container_access_type = "private"
}

resource "azurerm_storage_container" "statements_container_yearly" {
  name                  = "yearly"
  storage_account_id    = azurerm_storage_account.statements.id
  container_access_type = "private"
}

resource "azurerm_monitor_diagnostic_setting" "statements" {
  name                       = "log-analytics"
  target_resource_id         = "${azurerm_storage_account.statements.id}/blobServices/default"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}

resource "azurerm_role_assignment" "statements_contributor" {
  scope              = azurerm_storage_account.statements.id
  role_definition_id = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe"
  principal_id       = azurerm_user_assigned_identity.identity.principal_id
  principal_type     = "ServicePrincipal"
}
