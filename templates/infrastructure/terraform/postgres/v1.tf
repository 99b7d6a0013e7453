{% from "shared" import diagnostics with context %}
{% for resource in of_kind %}
resource "azurerm_postgresql_flexible_server" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  version = {{ postgres_version | literal }}
  sku_name = join("_", [local.compute_prefixes[var.{{ resource.snake }}_compute], var.{{ resource.snake }}_size])
  storage_mb = var.{{ resource.snake }}_storage_gb * 1024
  auto_grow_enabled = true
  backup_retention_days = {{ retention.backup_days }}
  geo_redundant_backup_enabled = var.{{ resource.snake }}_geo_backup == "Enabled"
  public_network_access_enabled = var.public_network_access == "Enabled"

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled = false
    tenant_id = data.azurerm_client_config.current.tenant_id
  }

  dynamic "high_availability" {
    for_each = var.{{ resource.snake }}_availability == "Disabled" ? [] : [var.{{ resource.snake }}_availability]

    content {
      mode = high_availability.value
    }
  }

  lifecycle {
    ignore_changes = [zone]
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "{{ resource.snake }}_tls" {
  name = "ssl_min_protocol_version"
  server_id = azurerm_postgresql_flexible_server.{{ resource.snake }}.id
  value = "TLSv1.2"
}
{% if resource.ranged %}

resource "azurerm_postgresql_flexible_server_firewall_rule" "{{ resource.snake }}" {
  for_each = toset(var.allowed_ranges)

  name = "allowed-${replace(each.value, ".", "-")}"
  server_id = azurerm_postgresql_flexible_server.{{ resource.snake }}.id
  start_ip_address = split("-", each.value)[0]
  end_ip_address = split("-", each.value)[1]
}
{% endif %}
{% for child in resource.children %}

resource "azurerm_postgresql_flexible_server_database" "{{ child.snake }}" {
  name = {{ child.name | literal }}
  server_id = azurerm_postgresql_flexible_server.{{ resource.snake }}.id
  charset = "UTF8"
  collation = "en_US.utf8"
}
{% endfor %}
{% for role in resource.roles %}

resource "azurerm_postgresql_flexible_server_active_directory_administrator" "{{ resource.snake }}_{{ role.use }}" {
  server_name = azurerm_postgresql_flexible_server.{{ resource.snake }}.name
  resource_group_name = var.resource_group_name
  tenant_id = data.azurerm_client_config.current.tenant_id
  object_id = azurerm_user_assigned_identity.identity.principal_id
  principal_name = azurerm_user_assigned_identity.identity.name
  principal_type = "ServicePrincipal"
}
{% endfor %}
{{ diagnostics(resource, "azurerm_postgresql_flexible_server." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}

locals {
  compute_prefixes = {
    Burstable = "B"
    GeneralPurpose = "GP"
    MemoryOptimized = "MO"
  }
}
