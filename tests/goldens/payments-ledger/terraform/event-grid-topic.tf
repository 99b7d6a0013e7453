resource "azurerm_eventgrid_topic" "notices" {
  name                          = var.notices_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tags                          = var.tags
  input_schema                  = "CloudEventSchemaV1_0"
  local_auth_enabled            = false
  public_network_access_enabled = var.public_network_access == "Enabled"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_monitor_diagnostic_setting" "notices" {
  name                       = "log-analytics"
  target_resource_id         = azurerm_eventgrid_topic.notices.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}

resource "azurerm_role_assignment" "notices_sender" {
  scope              = azurerm_eventgrid_topic.notices.id
  role_definition_id = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/d5a91429-5739-47e2-a06b-3470a27159e7"
  principal_id       = azurerm_user_assigned_identity.identity.principal_id
  principal_type     = "ServicePrincipal"
}
