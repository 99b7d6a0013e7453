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
data "azurerm_container_registry" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.{{ resource.snake }}_resource_group
}
{{ assignments(resource, "data.azurerm_container_registry." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
