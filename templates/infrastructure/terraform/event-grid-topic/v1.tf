{% from "shared" import assignments, diagnostics with context %}
{% for resource in of_kind %}
resource "azurerm_eventgrid_topic" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  input_schema = "CloudEventSchemaV1_0"
  local_auth_enabled = false
  public_network_access_enabled = var.public_network_access == "Enabled"

  identity {
    type = "SystemAssigned"
  }
{% if resource.addressed %}

  dynamic "inbound_ip_rule" {
    for_each = var.allowed_addresses

    content {
      ip_mask = inbound_ip_rule.value
      action = "Allow"
    }
  }
{% endif %}
}
{{ diagnostics(resource, "azurerm_eventgrid_topic." ~ resource.snake ~ ".id") }}
{{- assignments(resource, "azurerm_eventgrid_topic." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
