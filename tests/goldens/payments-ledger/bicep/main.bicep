// Resources of paymentsledger in Azure. Made by infrastructure-engineer-agent; see docs/infrastructure.md of the agent.
// az deployment sub create --location REGION --parameters main.ENVIRONMENT.bicepparam
targetScope = 'subscription'

@description('Region.')
param location string

@description('Resource group; it must be there.')
param resourceGroupName string

@description('Whether the public network reaches the resources.')
param publicNetworkAccess string

@description('What becomes of traffic that no rule names.')
param networkDefaultAction string

@description('OIDC issuer of the cluster.')
param issuer string

@description('ServiceAccount that stands for the identity.')
param federatedSubject string

@description('Secrets that the component reads; people put them there.')
param vaultSecrets array

@description('Name in Azure.')
param logsName string

@description('Name in Azure.')
param identityName string

@description('Name in Azure.')
param vaultName string

@description('Size.')
param vaultSku string

@description('Name in Azure.')
param statementsName string

@description('Copies of the data.')
param statementsReplication string

@description('Name in Azure.')
param eventsName string

@description('Size.')
param eventsSku string

@description('Messaging units.')
param eventsCapacity int

@description('Name in Azure.')
param noticesName string

@description('Name in Azure.')
param ledgerName string

@description('Kind of machine.')
param ledgerCompute string

@description('Machine.')
param ledgerSize string

@description('Disk in gigabytes.')
param ledgerStorageGb int

@description('Standby.')
param ledgerAvailability string

@description('Whether backups are kept in a second region too.')
param ledgerGeoBackup string

@description('Name in Azure.')
param sessionsName string

@description('Size.')
param sessionsSku string

@description('Standby.')
param sessionsAvailability string

@description('Name in Azure.')
param historyName string

@description('Whether its copies are in several zones.')
param historyZoneRedundant bool

@description('Most request units a second of a container.')
param historyMaxThroughput int

@description('Name in Azure.')
param registryName string

@description('Resource group that it is in.')
param registryResourceGroup string

@description('Tags of every resource.')
param tags object

module logsModule 'modules/log-analytics.bicep' = {
  name: 'logs-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: logsName
    location: location
    tags: tags
  }
}

module identityModule 'modules/identity.bicep' = {
  name: 'identity-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: identityName
    location: location
    tags: tags
    issuer: issuer
    subject: federatedSubject
  }
}

module vaultModule 'modules/key-vault.bicep' = {
  name: 'vault-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: vaultName
    location: location
    tags: tags
    publicNetworkAccess: publicNetworkAccess
    networkDefaultAction: networkDefaultAction
    sku: vaultSku
    workspaceId: logsModule.outputs.id
    principalId: identityModule.outputs.principalId
    roles: [
      '4633458b-17de-408a-b874-0445c86b69e6' // reader
    ]
  }
}

module statementsModule 'modules/storage-account.bicep' = {
  name: 'statements-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: statementsName
    location: location
    tags: tags
    publicNetworkAccess: publicNetworkAccess
    networkDefaultAction: networkDefaultAction
    replication: statementsReplication
    containers: [
      'monthly'
      'yearly'
    ]
    workspaceId: logsModule.outputs.id
    principalId: identityModule.outputs.principalId
    roles: [
      'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // contributor
    ]
  }
}

module eventsModule 'modules/service-bus.bicep' = {
  name: 'events-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: eventsName
    location: location
    tags: tags
    publicNetworkAccess: publicNetworkAccess
    sku: eventsSku
    capacity: eventsCapacity
    queues: [
      'payment-requests'
    ]
    topics: [
      'payments'
    ]
    subscriptions: [
      {
        topic: 'payments'
        name: 'audit'
      }
      {
        topic: 'payments'
        name: 'reporting'
      }
    ]
    workspaceId: logsModule.outputs.id
    principalId: identityModule.outputs.principalId
    roles: [
      '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39' // sender
      '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0' // receiver
    ]
  }
}

module noticesModule 'modules/event-grid-topic.bicep' = {
  name: 'notices-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: noticesName
    location: location
    tags: tags
    publicNetworkAccess: publicNetworkAccess
    workspaceId: logsModule.outputs.id
    principalId: identityModule.outputs.principalId
    roles: [
      'd5a91429-5739-47e2-a06b-3470a27159e7' // sender
    ]
  }
}

module ledgerModule 'modules/postgres.bicep' = {
  name: 'ledger-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: ledgerName
    location: location
    tags: tags
    publicNetworkAccess: publicNetworkAccess
    compute: ledgerCompute
    size: ledgerSize
    storageGb: ledgerStorageGb
    availability: ledgerAvailability
    geoBackup: ledgerGeoBackup
    databases: [
      'ledger'
    ]
    workspaceId: logsModule.outputs.id
    principalId: identityModule.outputs.principalId
    principalName: identityName
    roles: [
      'administrator' // administrator
    ]
  }
}

module sessionsModule 'modules/redis.bicep' = {
  name: 'sessions-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: sessionsName
    location: location
    tags: tags
    publicNetworkAccess: publicNetworkAccess
    sku: sessionsSku
    availability: sessionsAvailability
    workspaceId: logsModule.outputs.id
    principalId: identityModule.outputs.principalId
    roles: [
      'contributor' // contributor
    ]
  }
}

module historyModule 'modules/cosmos.bicep' = {
  name: 'history-paymentsledger'
  scope: resourceGroup(resourceGroupName)
  params: {
    name: historyName
    location: location
    tags: tags
    publicNetworkAccess: publicNetworkAccess
    zoneRedundant: historyZoneRedundant
    maxThroughput: historyMaxThroughput
    databases: [
      'history'
    ]
    containers: [
      {
        database: 'history'
        name: 'entries'
        partitionKey: '/account'
      }
    ]
    workspaceId: logsModule.outputs.id
    principalId: identityModule.outputs.principalId
    roles: [
      '00000000-0000-0000-0000-000000000001' // reader
    ]
  }
}

module registryModule 'modules/registry.bicep' = {
  name: 'registry-paymentsledger'
  scope: resourceGroup(registryResourceGroup)
  params: {
    name: registryName
    principalId: identityModule.outputs.principalId
    roles: [
      '7f951dda-4ed3-4680-a7ca-43fe172d538d' // pull
    ]
  }
}

@description('Name of the Log Analytics workspace.')
output logsName string = logsModule.outputs.name

@description('Name of the user-assigned identity.')
output identityName string = identityModule.outputs.name

@description('Client id of the user-assigned identity.')
output identityClientId string = identityModule.outputs.clientId

@description('ServiceAccount that stands for the identity.')
output federatedSubject string = federatedSubject

@description('Name of the key vault.')
output vaultName string = vaultModule.outputs.name

@description('Endpoint of the key vault.')
output vaultEndpoint string = vaultModule.outputs.endpoint

@description('Secrets that the component reads; people put them there.')
output vaultSecrets array = vaultSecrets

@description('Name of the storage account.')
output statementsName string = statementsModule.outputs.name

@description('Endpoint of the storage account.')
output statementsEndpoint string = statementsModule.outputs.endpoint

@description('Name of the Service Bus namespace.')
output eventsName string = eventsModule.outputs.name

@description('Endpoint of the Service Bus namespace.')
output eventsEndpoint string = eventsModule.outputs.endpoint

@description('Name of the Event Grid topic.')
output noticesName string = noticesModule.outputs.name

@description('Endpoint of the Event Grid topic.')
output noticesEndpoint string = noticesModule.outputs.endpoint

@description('Name of the PostgreSQL flexible server.')
output ledgerName string = ledgerModule.outputs.name

@description('Endpoint of the PostgreSQL flexible server.')
output ledgerEndpoint string = ledgerModule.outputs.endpoint

@description('Name of the Azure Managed Redis.')
output sessionsName string = sessionsModule.outputs.name

@description('Endpoint of the Azure Managed Redis.')
output sessionsEndpoint string = sessionsModule.outputs.endpoint

@description('Name of the Cosmos DB account.')
output historyName string = historyModule.outputs.name

@description('Endpoint of the Cosmos DB account.')
output historyEndpoint string = historyModule.outputs.endpoint

@description('Name of the container registry that exists.')
output registryName string = registryModule.outputs.name

@description('Endpoint of the container registry that exists.')
output registryEndpoint string = registryModule.outputs.endpoint
