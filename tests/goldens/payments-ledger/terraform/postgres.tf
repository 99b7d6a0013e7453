resource "azurerm_postgresql_flexible_server" "ledger" {
  name                          = var.ledger_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tags                          = var.tags
  version                       = "16"
  sku_name                      = join("_", [local.compute_prefixes[var.ledger_compute], var.ledger_size])
  storage_mb                    = var.ledger_storage_gb * 1024
  auto_grow_enabled             = true
  backup_retention_days         = 14
  geo_redundant_backup_enabled  = var.ledger_geo_backup == "Enabled"
  public_network_access_enabled = var.public_network_access == "Enabled"

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
    tenant_id                     = data.azurerm_client_config.current.tenant_id
  }

  dynamic "high_availability" {
    for_each = var.ledger_availability == "Disabled" ? [] : [var.ledger_availability]

    content {
      mode = high_availability.value
    }
  }

  lifecycle {
    ignore_changes = [zone]
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "ledger_tls" {
  name      = "ssl_min_protocol_version"
  server_id = azurerm_postgresql_flexible_server.ledger.id
  value     = "TLSv1.2"
}

resource "azurerm_postgresql_flexible_server_database" "ledger_database_ledger" {
  name      = "ledger"
  server_id = azurerm_postgresql_flexible_server.ledger.id
  charset   = "UTF8"
  collation = "en_US.utf8"
}

resource "azurerm_postgresql_flexible_server_active_directory_administrator" "ledger_administrator" {
  server_name         = azurerm_postgresql_flexible_server.ledger.name
  resource_group_name = var.resource_group_name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  object_id           = azurerm_user_assigned_identity.identity.principal_id
  principal_name      = azurerm_user_assigned_identity.identity.name
  principal_type      = "ServicePrincipal"
}

resource "azurerm_monitor_diagnostic_setting" "ledger" {
  name                       = "log-analytics"
  target_resource_id         = azurerm_postgresql_flexible_server.ledger.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}

locals {
  compute_prefixes = {
    Burstable       = "B"
    GeneralPurpose  = "GP"
    MemoryOptimized = "MO"
  }
}
