{% from "shared" import diagnostics, parameters with context %}
@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Whether the public network reaches it: Enabled or Disabled.')
param publicNetworkAccess string

@description('Whether its copies are in several zones.')
param zoneRedundant bool

@description('Most request units a second of a container.')
param maxThroughput int

@description('Databases.')
param databases array = []

@description('Containers, each with its database.')
param containers array = []

{% if networks.addresses %}
@description('Addresses that the public network lets in.')
param allowedAddresses array

{% endif %}
{{ parameters() -}}
resource account 'Microsoft.DocumentDB/databaseAccounts@{{ api['Microsoft.DocumentDB/databaseAccounts'] }}' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    consistencyPolicy: {
      defaultConsistencyLevel: 'Session'
    }
    locations: [
      {
        locationName: location
        failoverPriority: 0
        isZoneRedundant: zoneRedundant
      }
    ]
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: publicNetworkAccess
{% if networks.addresses %}
    ipRules: [for address in allowedAddresses: {
      ipAddressOrRange: address
    }]
{% endif %}
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous7Days'
      }
    }
  }
}

resource databaseList 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@{{ api['Microsoft.DocumentDB/databaseAccounts'] }}' = [for item in databases: {
  parent: account
  name: item
  properties: {
    resource: {
      id: item
    }
  }
}]

resource containerList 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@{{ api['Microsoft.DocumentDB/databaseAccounts'] }}' = [for item in containers: {
  name: '${name}/${item.database}/${item.name}'
  properties: {
    resource: {
      id: item.name
      partitionKey: {
        kind: 'Hash'
        paths: [
          item.partitionKey
        ]
      }
    }
    options: {
      autoscaleSettings: {
        maxThroughput: maxThroughput
      }
    }
  }
  dependsOn: [
    databaseList
  ]
}]
{% if has.identity %}

resource assignments 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@{{ api['Microsoft.DocumentDB/databaseAccounts'] }}' = [for role in roles: {
  parent: account
  name: guid(account.id, principalId, role)
  properties: {
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${role}'
    principalId: principalId
    scope: account.id
  }
}]
{% endif %}
{{ diagnostics("account") }}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.documentEndpoint
