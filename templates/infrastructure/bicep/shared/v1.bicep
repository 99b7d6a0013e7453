{# What several kinds write of each resource. #}
{% macro parameters() %}
{% if has.log_analytics %}
@description('Log Analytics workspace that logs go to.')
param workspaceId string

{% endif %}
{% if has.identity %}
@description('Identity that gets the roles.')
param principalId string = ''

@description('What the identity may do.')
param roles array = []

{% endif %}
{% endmacro %}
{% macro diagnostics(target) %}
{% if has.log_analytics %}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@{{ api['Microsoft.Insights/diagnosticSettings'] }}' = {
  scope: {{ target }}
  name: 'log-analytics'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}
{% endif %}
{% endmacro %}
{% macro assignments(target) %}
{% if has.identity %}

resource assignments 'Microsoft.Authorization/roleAssignments@{{ api['Microsoft.Authorization/roleAssignments'] }}' = [for role in roles: {
  scope: {{ target }}
  name: guid({{ target }}.id, principalId, role)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]
{% endif %}
{% endmacro %}
