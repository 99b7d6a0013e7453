resource "azurerm_servicebus_namespace" "events" {
  name                          = var.events_name
  resource_group_name           = var.resource_group_name
  location                      = var.location
  tags                          = var.tags
  sku                           = var.events_sku
  capacity                      = var.events_capacity
  premium_messaging_partitions  = var.events_capacity > 0 ? 1 : 0
  minimum_tls_version           = "1.2"
  local_auth_enabled            = false
  public_network_access_enabled = var.public_network_access == "Enabled"
}

resource "azurerm_servicebus_queue" "events_queue_payment_requests" {
  name                                 = "payment-requests"
  namespace_id                         = azurerm_servicebus_namespace.events.id
  dead_lettering_on_message_expiration = true
}

resource "azurerm_servicebus_topic" "events_topic_payments" {
  name         = "payments"
  namespace_id = azurerm_servicebus_namespace.events.id
}

resource "azurerm_servicebus_subscription" "events_subscription_payments_audit_e963" {
  name                                 = "audit"
  topic_id                             = azurerm_servicebus_topic.events_topic_payments.id
  max_delivery_count                   = 10
  dead_lettering_on_message_expiration = true
}

resource "azurerm_servicebus_subscription" "events_subscription_payments_reporting_5c8b" {
  name                                 = "reporting"
  topic_id                             = azurerm_servicebus_topic.events_topic_payments.id
  max_delivery_count                   = 10
  dead_lettering_on_message_expiration = true
}

resource "azurerm_monitor_diagnostic_setting" "events" {
  name                       = "log-analytics"
  target_resource_id         = azurerm_servicebus_namespace.events.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}

resource "azurerm_role_assignment" "events_sender" {
  scope              = azurerm_servicebus_namespace.events.id
  role_definition_id = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"
  principal_id       = azurerm_user_assigned_identity.identity.principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_role_assignment" "events_receiver" {
  scope              = azurerm_servicebus_namespace.events.id
  role_definition_id = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"
  principal_id       = azurerm_user_assigned_identity.identity.principal_id
  principal_type     = "ServicePrincipal"
}
