{% from "shared" import assignments, diagnostics, parameters with context %}
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

@description('Copies of the data.')
param replication string

@description('Containers.')
param containers array = []

{% if networks.addresses %}
@description('Addresses that the public network lets in.')
param allowedAddresses array

{% endif %}
{{ parameters() -}}
resource account 'Microsoft.Storage/storageAccounts@{{ api['Microsoft.Storage/storageAccounts'] }}' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_${replication}'
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    publicNetworkAccess: publicNetworkAccess
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: networkDefaultAction
{% if networks.addresses %}
      ipRules: [for address in allowedAddresses: {
        value: address
        action: 'Allow'
      }]
{% endif %}
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@{{ api['Microsoft.Storage/storageAccounts'] }}' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: {
      enabled: true
      days: {{ retention.soft_delete_days }}
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: {{ retention.soft_delete_days }}
    }
  }
}

resource containerList 'Microsoft.Storage/storageAccounts/blobServices/containers@{{ api['Microsoft.Storage/storageAccounts'] }}' = [for item in containers: {
  parent: blobs
  name: item
  properties: {
    publicAccess: 'None'
  }
}]
{{ diagnostics("blobs") -}}
{{ assignments("account") }}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.primaryEndpoints.blob
