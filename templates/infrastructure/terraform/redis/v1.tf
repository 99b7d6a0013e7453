{% from "shared" import diagnostics with context %}
{% for resource in of_kind %}
resource "azurerm_managed_redis" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  sku_name = var.{{ resource.snake }}_sku
  high_availability_enabled = var.{{ resource.snake }}_availability == "Enabled"
  public_network_access = var.public_network_access

  default_database {
    client_protocol = "Encrypted"
    access_keys_authentication_enabled = false
    clustering_policy = "OSSCluster"
    eviction_policy = "VolatileLRU"
  }
}
{% for role in resource.roles %}

resource "azurerm_managed_redis_access_policy_assignment" "{{ resource.snake }}_{{ role.use }}" {
  managed_redis_id = azurerm_managed_redis.{{ resource.snake }}.id
  object_id = azurerm_user_assigned_identity.identity.principal_id
}
{% endfor %}
{{ diagnostics(resource, '"${azurerm_managed_redis.' ~ resource.snake ~ '.id}/databases/default"') }}
{% if not loop.last %}

{% endif %}
{% endfor %}
