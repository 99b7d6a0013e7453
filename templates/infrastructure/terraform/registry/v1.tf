{% from "shared" import assignments with context %}
{% for resource in of_kind %}
data "azurerm_container_registry" "{{ resource.snake }}" {
  name = var.{{ resource.snake }}_name
  resource_group_name = var.{{ resource.snake }}_resource_group
}
{{ assignments(resource, "data.azurerm_container_registry." ~ resource.snake ~ ".id") }}
{% if not loop.last %}

{% endif %}
{% endfor %}
