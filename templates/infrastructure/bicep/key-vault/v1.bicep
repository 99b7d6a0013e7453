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

@description('Whether keys may be in hardware.')
param sku string

{% if networks.addresses %}
@description('Addresses that the public network lets in.')
param allowedAddresses array

{% endif %}
{{ parameters() -}}
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
{% if networks.addresses %}
      ipRules: [for address in allowedAddresses: {
        value: address
      }]
{% endif %}
    }
  }
}
{{ diagnostics("vault") -}}
{{ assignments("vault") }}

output id string = vault.id
output name string = vault.name
output endpoint string = vault.properties.vaultUri
