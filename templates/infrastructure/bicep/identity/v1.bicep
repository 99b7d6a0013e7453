@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('OIDC issuer of the cluster.')
param issuer string

@description('ServiceAccount that stands for the identity.')
param subject string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@{{ api['Microsoft.ManagedIdentity/userAssignedIdentities'] }}' = {
  name: name
  location: location
  tags: tags
}

resource credential 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@{{ api['Microsoft.ManagedIdentity/userAssignedIdentities'] }}' = {
  parent: identity
  name: 'kubernetes'
  properties: {
    issuer: issuer
    subject: subject
    audiences: [
      'api://AzureADTokenExchange'
    ]
  }
}

output id string = identity.id
output name string = identity.name
output principalId string = identity.properties.principalId
output clientId string = identity.properties.clientId
