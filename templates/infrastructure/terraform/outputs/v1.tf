{% for output in outputs %}
output "{{ output.snake }}" {
  description = {{ output.description | literal }}
  value = {{ output.terraform }}
}
{% if not loop.last %}

{% endif %}
{% endfor %}
