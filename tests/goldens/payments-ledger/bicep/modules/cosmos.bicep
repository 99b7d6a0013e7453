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

@description('Log Analytics workspace that logs go to.')
param workspaceId string

@description('Identity that gets the roles.')
param principalId string = ''

@description('What the identity may do.')
param roles array = []

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
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
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous7Days'
      }
    }
  }
}

resource databaseList 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = [for item in databases: {
  parent: account
  name: item
  properties: {
    resource: {
      id: item
    }
  }
}]

resource containerList 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [for item in containers: {
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

resource assignments 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = [for role in roles: {
  parent: account
  name: guid(account.id, principalId, role)
  properties: {
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${role}'
    principalId: principalId
    scope: account.id
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
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

output id string = account.id
output name string = account.name
output endpoint string = account.properties.documentEndpoint
