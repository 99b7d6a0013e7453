{# What several kinds write of each resource. #}
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
