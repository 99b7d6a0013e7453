resource "azurerm_cosmosdb_account" "history" {
  name                               = var.history_name
  resource_group_name                = var.resource_group_name
  location                           = var.location
  tags                               = var.tags
  kind                               = "GlobalDocumentDB"
  offer_type                         = "Standard"
  minimal_tls_version                = "Tls12"
  local_authentication_disabled      = true
  access_key_metadata_writes_enabled = false
  public_network_access_enabled      = var.public_network_access == "Enabled"

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location          = var.location
    failover_priority = 0
    zone_redundant    = var.history_zone_redundant
  }

  backup {
    type = "Continuous"
    tier = "Continuous7Days"
  }
}

resource "azurerm_cosmosdb_sql_database" "history_database_history" {
  name                = "history"
  resource_group_name = var.resource_group_name
  account_name        = azurerm_cosmosdb_account.history.name
}

resource "azurerm_cosmosdb_sql_container" "history_container_history_entries_0988" {
  name                = "entries"
  resource_group_name = var.resource_group_name
  account_name        = azurerm_cosmosdb_account.history.name
  database_name       = azurerm_cosmosdb_sql_database.history_database_history.name
  partition_key_paths = ["/account"]

  autoscale_settings {
    max_throughput = var.history_max_throughput
  }
}

resource "azurerm_cosmosdb_sql_role_assignment" "history_reader" {
  resource_group_name = var.resource_group_name
  account_name        = azurerm_cosmosdb_account.history.name
  role_definition_id  = "${azurerm_cosmosdb_account.history.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001"
  principal_id        = azurerm_user_assigned_identity.identity.principal_id
  scope               = azurerm_cosmosdb_account.history.id
}

resource "azurerm_monitor_diagnostic_setting" "history" {
  name                       = "log-analytics"
  target_resource_id         = azurerm_cosmosdb_account.history.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}
