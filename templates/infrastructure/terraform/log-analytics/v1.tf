{% for resource in of_kind %}
resource "azurerm_log_analytics_workspace" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  sku = "PerGB2018"
  retention_in_days = {{ retention.log_days }}
  local_authentication_disabled = true
}
{% if not loop.last %}

{% endif %}
{% endfor %}
