// {{ component }} in {{ environment }}.
using './main.bicep'

{% for variable in variables %}
param {{ variable.camel }} = {{ variable.value | literal }}
{% endfor %}
param tags = {{ tags | literal }}
