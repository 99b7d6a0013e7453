@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Subnet that gives it its address.')
param subnet string

@description('Resource that it leads to.')
param target string

@description('What of the resource it leads to.')
param group string

@description('Private DNS zone that it is found by.')
param zone string

resource endpoint 'Microsoft.Network/privateEndpoints@{{ api['Microsoft.Network/privateEndpoints'] }}' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnet
    }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: target
          groupIds: [
            group
          ]
        }
      }
    ]
  }
}

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@{{ api['Microsoft.Network/privateEndpoints'] }}' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: replace(last(split(zone, '/')), '.', '-')
        properties: {
          privateDnsZoneId: zone
        }
      }
    ]
  }
}
