{% from "shared" import assignments, diagnostics with context %}
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
{% if resource.addressed %}
    ip_rules = var.allowed_addresses
{% endif %}
  }
}
{{ diagnostics(resource, "azurerm_key_vault." ~ resource.snake ~ ".id") }}
{{- assignments(resource, "azurerm_key_vault." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
