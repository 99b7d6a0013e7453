{% from "shared" import assignments, diagnostics with context %}
{% for resource in of_kind %}
resource "azurerm_servicebus_namespace" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  sku = var.{{ resource.snake }}_sku
  capacity = var.{{ resource.snake }}_capacity
  premium_messaging_partitions = var.{{ resource.snake }}_capacity > 0 ? 1 : 0
  minimum_tls_version = "1.2"
  local_auth_enabled = false
  public_network_access_enabled = var.public_network_access == "Enabled"
{% if resource.addressed %}

  dynamic "network_rule_set" {
    for_each = var.{{ resource.snake }}_sku == "Premium" && length(var.allowed_addresses) > 0 ? [var.allowed_addresses] : []

    content {
      public_network_access_enabled = var.public_network_access == "Enabled"
      default_action = "Deny"
      trusted_services_allowed = true
      ip_rules = network_rule_set.value
    }
  }
{% endif %}
}
{% for child in resource.children %}

{% if child.kind == 'subscription' %}
resource "azurerm_servicebus_subscription" "{{ child.snake }}" {
  name = {{ child.name | literal }}
  topic_id = azurerm_servicebus_topic.{{ child.parent_snake }}.id
  max_delivery_count = 10
  dead_lettering_on_message_expiration = true
}
{% elif child.kind == 'topic' %}
resource "azurerm_servicebus_topic" "{{ child.snake }}" {
  name = {{ child.name | literal }}
  namespace_id = azurerm_servicebus_namespace.{{ resource.snake }}.id
}
{% else %}
resource "azurerm_servicebus_queue" "{{ child.snake }}" {
  name = {{ child.name | literal }}
  namespace_id = azurerm_servicebus_namespace.{{ resource.snake }}.id
  dead_lettering_on_message_expiration = true
}
{% endif %}
{% endfor %}
{{ diagnostics(resource, "azurerm_servicebus_namespace." ~ resource.snake ~ ".id") }}
{{- assignments(resource, "azurerm_servicebus_namespace." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
