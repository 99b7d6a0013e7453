@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Whether the public network reaches it: Enabled or Disabled.')
param publicNetworkAccess string

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
resource topic 'Microsoft.EventGrid/topics@{{ api['Microsoft.EventGrid/topics'] }}' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    inputSchema: 'CloudEventSchemaV1_0'
    minimumTlsVersionAllowed: '1.2'
    disableLocalAuth: true
    publicNetworkAccess: publicNetworkAccess
  }
}
{% if has.log_analytics %}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@{{ api['Microsoft.Insights/diagnosticSettings'] }}' = {
  scope: topic
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
{% if has.identity %}

resource assignments 'Microsoft.Authorization/roleAssignments@{{ api['Microsoft.Authorization/roleAssignments'] }}' = [for role in roles: {
  scope: topic
  name: guid(topic.id, principalId, role)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]
{% endif %}

output id string = topic.id
output name string = topic.name
output endpoint string = topic.properties.endpoint
