data "azurerm_container_registry" "registry" {
  name                = var.registry_name
  resource_group_name = var.registry_resource_group
}

resource "azurerm_role_assignment" "registry_pull" {
  scope              = data.azurerm_container_registry.registry.id
  role_definition_id = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d"
  principal_id       = azurerm_user_assigned_identity.identity.principal_id
  principal_type     = "ServicePrincipal"
}
