# {{ component }} in {{ environment }}.
{% for variable in variables %}
{{ variable.snake }} = {{ variable.value | literal }}
{% endfor %}
tags = {{ tags | literal }}
