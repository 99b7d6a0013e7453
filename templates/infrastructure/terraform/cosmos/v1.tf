{% from "shared" import diagnostics with context %}
{% for resource in of_kind %}
resource "azurerm_cosmosdb_account" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  kind = "GlobalDocumentDB"
  offer_type = "Standard"
  minimal_tls_version = "Tls12"
  local_authentication_disabled = true
  access_key_metadata_writes_enabled = false
  public_network_access_enabled = var.public_network_access == "Enabled"
{% if resource.addressed %}
  ip_range_filter = var.allowed_addresses
{% endif %}

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location = var.location
    failover_priority = 0
    zone_redundant = var.{{ resource.snake }}_zone_redundant
  }

  backup {
    type = "Continuous"
    tier = "Continuous7Days"
  }
}
{% for child in resource.children %}

{% if child.kind == 'container' %}
resource "azurerm_cosmosdb_sql_container" "{{ child.snake }}" {
  name = {{ child.name | literal }}
  resource_group_name = var.resource_group_name
  account_name = azurerm_cosmosdb_account.{{ resource.snake }}.name
  database_name = azurerm_cosmosdb_sql_database.{{ child.parent_snake }}.name
  partition_key_paths = [{{ child.partition_key | literal }}]

  autoscale_settings {
    max_throughput = var.{{ resource.snake }}_max_throughput
  }
}
{% else %}
resource "azurerm_cosmosdb_sql_database" "{{ child.snake }}" {
  name = {{ child.name | literal }}
  resource_group_name = var.resource_group_name
  account_name = azurerm_cosmosdb_account.{{ resource.snake }}.name
}
{% endif %}
{% endfor %}
{% for role in resource.roles %}

resource "azurerm_cosmosdb_sql_role_assignment" "{{ resource.snake }}_{{ role.use }}" {
  resource_group_name = var.resource_group_name
  account_name = azurerm_cosmosdb_account.{{ resource.snake }}.name
  role_definition_id = "${azurerm_cosmosdb_account.{{ resource.snake }}.id}/sqlRoleDefinitions/{{ role.definition }}"
  principal_id = azurerm_user_assigned_identity.identity.principal_id
  scope = azurerm_cosmosdb_account.{{ resource.snake }}.id
}
{% endfor %}
{{ diagnostics(resource, "azurerm_cosmosdb_account." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
