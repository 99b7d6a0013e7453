{% from "shared" import assignments, diagnostics, parameters with context %}
@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Whether the public network reaches it: Enabled or Disabled.')
param publicNetworkAccess string

{% if networks.addresses %}
@description('Addresses that the public network lets in.')
param allowedAddresses array

{% endif %}
{{ parameters() -}}
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
{% if networks.addresses %}
    inboundIpRules: [for address in allowedAddresses: {
      ipMask: address
      action: 'Allow'
    }]
{% endif %}
  }
}
{{ diagnostics("topic") -}}
{{ assignments("topic") }}

output id string = topic.id
output name string = topic.name
output endpoint string = topic.properties.endpoint
