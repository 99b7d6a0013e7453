@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Whether the public network reaches it: Enabled or Disabled.')
param publicNetworkAccess string

@description('What becomes of traffic that no rule names: Allow or Deny.')
param networkDefaultAction string

@description('Whether keys may be in hardware.')
param sku string

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
resource vault 'Microsoft.KeyVault/vaults@{{ api['Microsoft.KeyVault/vaults'] }}' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: sku
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: {{ retention.soft_delete_days }}
    enablePurgeProtection: true
    publicNetworkAccess: publicNetworkAccess
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: networkDefaultAction
    }
  }
}
{% if has.log_analytics %}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@{{ api['Microsoft.Insights/diagnosticSettings'] }}' = {
  scope: vault
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
  scope: vault
  name: guid(vault.id, principalId, role)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]
{% endif %}

output id string = vault.id
output name string = vault.name
output endpoint string = vault.properties.vaultUri
