{% for resource in of_kind %}
resource "azurerm_user_assigned_identity" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
}

resource "azurerm_federated_identity_credential" "{{ resource.snake }}" {
  name = "kubernetes"
  resource_group_name = var.resource_group_name
  parent_id = azurerm_user_assigned_identity.{{ resource.snake }}.id
  issuer = var.issuer
  subject = var.federated_subject
  audience = ["api://AzureADTokenExchange"]
}
{% if not loop.last %}

{% endif %}
{% endfor %}
