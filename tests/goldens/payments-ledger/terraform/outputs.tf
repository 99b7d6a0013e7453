output "logs_name" {
  description = "Name of the Log Analytics workspace."
  value       = azurerm_log_analytics_workspace.logs.name
}

output "identity_name" {
  description = "Name of the user-assigned identity."
  value       = azurerm_user_assigned_identity.identity.name
}

output "identity_client_id" {
  description = "Client id of the user-assigned identity."
  value       = azurerm_user_assigned_identity.identity.client_id
}

output "federated_subject" {
  description = "ServiceAccount that stands for the identity."
  value       = var.federated_subject
}

output "vault_name" {
  description = "Name of the key vault."
  value       = azurerm_key_vault.vault.name
}

output "vault_endpoint" {
  description = "Endpoint of the key vault."
  value       = azurerm_key_vault.vault.vault_uri
}

output "vault_secrets" {
  description = "Secrets that the component reads; people put them there."
  value       = var.vault_secrets
}

output "statements_name" {
  description = "Name of the storage account."
  value       = azurerm_storage_account.statements.name
}

output "statements_endpoint" {
  description = "Endpoint of the storage account."
  value       = azurerm_storage_account.statements.primary_blob_endpoint
}

output "events_name" {
  description = "Name of the Service Bus namespace."
  value       = azurerm_servicebus_namespace.events.name
}

output "events_endpoint" {
  description = "Endpoint of the Service Bus namespace."
  value       = "${azurerm_servicebus_namespace.events.name}.servicebus.windows.net"
}

output "notices_name" {
  description = "Name of the Event Grid topic."
  value       = azurerm_eventgrid_topic.notices.name
}

output "notices_endpoint" {
  description = "Endpoint of the Event Grid topic."
  value       = azurerm_eventgrid_topic.notices.endpoint
}

output "ledger_name" {
  description = "Name of the PostgreSQL flexible server."
  value       = azurerm_postgresql_flexible_server.ledger.name
}

output "ledger_endpoint" {
  description = "Endpoint of the PostgreSQL flexible server."
  value       = azurerm_postgresql_flexible_server.ledger.fqdn
}

output "sessions_name" {
  description = "Name of the Azure Managed Redis."
  value       = azurerm_managed_redis.sessions.name
}

output "sessions_endpoint" {
  description = "Endpoint of the Azure Managed Redis."
  value       = azurerm_managed_redis.sessions.hostname
}

output "history_name" {
  description = "Name of the Cosmos DB account."
  value       = azurerm_cosmosdb_account.history.name
}

output "history_endpoint" {
  description = "Endpoint of the Cosmos DB account."
  value       = azurerm_cosmosdb_account.history.endpoint
}

output "registry_name" {
  description = "Name of the container registry that exists."
  value       = data.azurerm_container_registry.registry.name
}

output "registry_endpoint" {
  description = "Endpoint of the container registry that exists."
  value       = data.azurerm_container_registry.registry.login_server
}
