resource "azurerm_managed_redis" "sessions" {
  name                      = var.sessions_name
  resource_group_name       = var.resource_group_name
  location                  = var.location
  tags                      = var.tags
  sku_name                  = var.sessions_sku
  high_availability_enabled = var.sessions_availability == "Enabled"
  public_network_access     = var.public_network_access

  default_database {
    client_protocol                    = "Encrypted"
    access_keys_authentication_enabled = false
    clustering_policy                  = "OSSCluster"
    eviction_policy                    = "VolatileLRU"
  }
}

resource "azurerm_managed_redis_access_policy_assignment" "sessions_contributor" {
  managed_redis_id = azurerm_managed_redis.sessions.id
  object_id        = azurerm_user_assigned_identity.identity.principal_id
}

resource "azurerm_monitor_diagnostic_setting" "sessions" {
  name                       = "log-analytics"
  target_resource_id         = "${azurerm_managed_redis.sessions.id}/databases/default"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}
