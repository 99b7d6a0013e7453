resource "azurerm_key_vault" "vault" {
  name                          = var.vault_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tags                          = var.tags
  tenant_id                     = data.azurerm_client_config.current.tenant_id
  sku_name                      = var.vault_sku
  rbac_authorization_enabled    = true
  soft_delete_retention_days    = 30
  purge_protection_enabled      = true
  public_network_access_enabled = var.public_network_access == "Enabled"

  network_acls {
    bypass         = "AzureServices"
    default_action = var.network_default_action
  }
}

resource "azurerm_monitor_diagnostic_setting" "vault" {
  name                       = "log-analytics"
  target_resource_id         = azurerm_key_vault.vault.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}

resource "azurerm_role_assignment" "vault_reader" {
  scope              = azurerm_key_vault.vault.id
  role_definition_id = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6"
  principal_id       = azurerm_user_assigned_identity.identity.principal_id
  principal_type     = "ServicePrincipal"
}
