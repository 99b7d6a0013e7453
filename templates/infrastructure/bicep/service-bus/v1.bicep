{% from "shared" import assignments, diagnostics, parameters with context %}
@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Whether the public network reaches it: Enabled or Disabled.')
param publicNetworkAccess string

@description('Kind of namespace.')
param sku string

@description('Messaging units of Premium.')
param capacity int

@description('Queues.')
param queues array = []

@description('Topics.')
param topics array = []

@description('Subscriptions, each with its topic.')
param subscriptions array = []

{% if networks.addresses %}
@description('Addresses that the public network lets in.')
param allowedAddresses array

{% endif %}
{{ parameters() -}}
resource namespace 'Microsoft.ServiceBus/namespaces@{{ api['Microsoft.ServiceBus/namespaces'] }}' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    tier: sku
    capacity: capacity > 0 ? capacity : null
  }
  properties: {
    minimumTlsVersion: '1.2'
    disableLocalAuth: true
    publicNetworkAccess: publicNetworkAccess
  }
}

resource queueList 'Microsoft.ServiceBus/namespaces/queues@{{ api['Microsoft.ServiceBus/namespaces'] }}' = [for item in queues: {
  parent: namespace
  name: item
  properties: {
    deadLetteringOnMessageExpiration: true
  }
}]

resource topicList 'Microsoft.ServiceBus/namespaces/topics@{{ api['Microsoft.ServiceBus/namespaces'] }}' = [for item in topics: {
  parent: namespace
  name: item
}]

resource subscriptionList 'Microsoft.ServiceBus/namespaces/topics/subscriptions@{{ api['Microsoft.ServiceBus/namespaces'] }}' = [for item in subscriptions: {
  name: '${name}/${item.topic}/${item.name}'
  properties: {
    deadLetteringOnMessageExpiration: true
  }
  dependsOn: [
    topicList
  ]
}]
{% if networks.addresses %}

resource addressRules 'Microsoft.ServiceBus/namespaces/networkRuleSets@{{ api['Microsoft.ServiceBus/namespaces'] }}' = if (sku == 'Premium' && !empty(allowedAddresses)) {
  parent: namespace
  name: 'default'
  properties: {
    publicNetworkAccess: publicNetworkAccess
    defaultAction: 'Deny'
    trustedServiceAccessEnabled: true
    ipRules: [for address in allowedAddresses: {
      ipMask: address
      action: 'Allow'
    }]
  }
}
{% endif %}
{{ diagnostics("namespace") -}}
{{ assignments("namespace") }}

output id string = namespace.id
output name string = namespace.name
output endpoint string = '${namespace.name}.servicebus.windows.net'
