{% for resource in resources if resource.endpoint %}
resource "azurerm_private_endpoint" "{{ resource.snake }}" {
  count = contains(var.private_endpoints, {{ resource.key | literal }}) ? 1 : 0

  name = "{{ endpoint_prefix }}${var.{{ resource.snake }}_name}"
  resource_group_name = var.resource_group_name
  location = var.location
  tags = var.tags
  subnet_id = var.private_endpoint_subnet

  private_service_connection {
    name = "{{ endpoint_prefix }}${var.{{ resource.snake }}_name}"
    private_connection_resource_id = {{ resource.terraform_type }}.{{ resource.snake }}.id
    subresource_names = [{{ resource.endpoint.group | literal }}]
    is_manual_connection = false
  }

  private_dns_zone_group {
    name = "default"
    private_dns_zone_ids = ["{{ zone_id("${var.private_dns_zones}", resource.endpoint.zone) }}"]
  }
}
{% if not loop.last %}

{% endif %}
{% endfor %}
