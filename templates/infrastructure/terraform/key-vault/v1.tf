{% macro diagnostics(resource, target) %}
{% if has.log_analytics %}

resource "azurerm_monitor_diagnostic_setting" "{{ resource.snake }}" {
  name = "log-analytics"
  target_resource_id = {{ target }}
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id

  enabled_log {
    category_group = "allLogs"
  }

  enabled_metric {
    category = "AllMetrics"
  }
}
{% endif %}
{% endmacro %}
{% macro assignments(resource, scope) %}
{% for role in resource.roles %}

resource "azurerm_role_assignment" "{{ resource.snake }}_{{ role.use }}" {
  scope = {{ scope }}
  role_definition_id = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/{{ role.definition }}"
  principal_id = azurerm_user_assigned_identity.identity.principal_id
  principal_type = "ServicePrincipal"
}
{% endfor %}
{% endmacro %}
{% for resource in of_kind %}
resource "azurerm_key_vault" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  tenant_id = data.azurerm_client_config.current.tenant_id
  sku_name = var.{{ resource.snake }}_sku
  rbac_authorization_enabled = true
  soft_delete_retention_days = {{ retention.soft_delete_days }}
  purge_protection_enabled = true
  public_network_access_enabled = var.public_network_access == "Enabled"

  network_acls {
    bypass = "AzureServices"
    default_action = var.network_default_action
  }
}
{{ diagnostics(resource, "azurerm_key_vault." ~ resource.snake ~ ".id") }}
{{- assignments(resource, "azurerm_key_vault." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
