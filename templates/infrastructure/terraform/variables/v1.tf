{% for variable in variables %}
variable "{{ variable.snake }}" {
  description = {{ variable.description | literal }}
  type = {{ variable.terraform_type }}
}

{% endfor %}
variable "tags" {
  description = "Tags of every resource."
  type = map(string)
}
