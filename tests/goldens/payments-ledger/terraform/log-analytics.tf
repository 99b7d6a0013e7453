resource "azurerm_log_analytics_workspace" "logs" {
  name                          = var.logs_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tags                          = var.tags
  sku                           = "PerGB2018"
  retention_in_days             = 90
  local_authentication_disabled = true
}
