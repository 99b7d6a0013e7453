@description('Name in Azure.')
param name string

@description('Identity that gets the roles.')
param principalId string

@description('What the identity may do.')
param roles array

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: name
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  scope: registry
  name: guid(registry.id, principalId, role)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]

output name string = registry.name
output endpoint string = registry.properties.loginServer
