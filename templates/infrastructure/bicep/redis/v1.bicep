{% from "shared" import diagnostics, parameters with context %}
@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Whether the public network reaches it: Enabled or Disabled.')
param publicNetworkAccess string

@description('Machine.')
param sku string

@description('Whether it has a second node.')
param availability string

{{ parameters() -}}
resource cluster 'Microsoft.Cache/redisEnterprise@{{ api['Microsoft.Cache/redisEnterprise'] }}' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    minimumTlsVersion: '1.2'
    highAvailability: availability
    publicNetworkAccess: publicNetworkAccess
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@{{ api['Microsoft.Cache/redisEnterprise'] }}' = {
  parent: cluster
  name: 'default'
  properties: {
    clientProtocol: 'Encrypted'
    accessKeysAuthentication: 'Disabled'
    clusteringPolicy: 'OSSCluster'
    evictionPolicy: 'VolatileLRU'
    port: 10000
  }
}
{% if has.identity %}

resource assignments 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@{{ api['Microsoft.Cache/redisEnterprise'] }}' = [for role in roles: {
  parent: database
  name: uniqueString(cluster.id, principalId, role)
  properties: {
    accessPolicyName: 'default'
    user: {
      objectId: principalId
    }
  }
}]
{% endif %}
{{ diagnostics("database") }}

output id string = cluster.id
output name string = cluster.name
output endpoint string = cluster.properties.hostName
