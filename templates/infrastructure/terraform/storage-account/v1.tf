{% from "shared" import assignments, diagnostics with context %}
{% for resource in of_kind %}
resource "azurerm_storage_account" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  account_kind = "StorageV2"
  account_tier = "Standard"
  account_replication_type = var.{{ resource.snake }}_replication
  min_tls_version = "TLS1_2"
  https_traffic_only_enabled = true
  allow_nested_items_to_be_public = false
  shared_access_key_enabled = false
  cross_tenant_replication_enabled = false
  default_to_oauth_authentication = true
  public_network_access_enabled = var.public_network_access == "Enabled"

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = {{ retention.soft_delete_days }}
    }

    container_delete_retention_policy {
      days = {{ retention.soft_delete_days }}
    }
  }

  network_rules {
    bypass = ["AzureServices"]
    default_action = var.network_default_action
{% if resource.addressed %}
    ip_rules = var.allowed_addresses
{% endif %}
  }
}
{% for child in resource.children %}

resource "azurerm_storage_container" "{{ child.snake }}" {
  name = {{ child.name | literal }}
  storage_account_id = azurerm_storage_account.{{ resource.snake }}.id
  container_access_type = "private"
}
{% endfor %}
{{ diagnostics(resource, '"${azurerm_storage_account.' ~ resource.snake ~ '.id}/blobServices/default"') }}
{{- assignments(resource, "azurerm_storage_account." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
