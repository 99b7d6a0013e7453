{% from "shared" import diagnostics, parameters with context %}
@description('Name in Azure.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Whether the public network reaches it: Enabled or Disabled.')
param publicNetworkAccess string

@description('Kind of machine.')
param compute string

@description('Machine.')
param size string

@description('Disk in gigabytes.')
param storageGb int

@description('Standby.')
param availability string

@description('Whether backups are kept in a second region too.')
param geoBackup string

@description('Databases.')
param databases array = []

{% if networks.ranges %}
@description('First and last of the addresses that the firewall lets in.')
param allowedRanges array

{% endif %}
{{ parameters() -}}
{% if has.identity %}
@description('Name of the identity.')
param principalName string = ''

{% endif %}
resource server 'Microsoft.DBforPostgreSQL/flexibleServers@{{ api['Microsoft.DBforPostgreSQL/flexibleServers'] }}' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: size
    tier: compute
  }
  properties: {
    version: {{ postgres_version | literal }}
    storage: {
      storageSizeGB: storageGb
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: {{ retention.backup_days }}
      geoRedundantBackup: geoBackup
    }
    highAvailability: {
      mode: availability
    }
    network: {
      publicNetworkAccess: publicNetworkAccess
    }
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: subscription().tenantId
    }
  }
}

resource tls 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@{{ api['Microsoft.DBforPostgreSQL/flexibleServers'] }}' = {
  parent: server
  name: 'ssl_min_protocol_version'
  properties: {
    value: 'TLSv1.2'
    source: 'user-override'
  }
}

{% if networks.ranges %}
resource firewall 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@{{ api['Microsoft.DBforPostgreSQL/flexibleServers'] }}' = [for item in allowedRanges: {
  parent: server
  name: 'allowed-${replace(item, '.', '-')}'
  properties: {
    startIpAddress: first(split(item, '-'))
    endIpAddress: last(split(item, '-'))
  }
  dependsOn: [
    tls
  ]
}]

{% endif %}
resource databaseList 'Microsoft.DBforPostgreSQL/flexibleServers/databases@{{ api['Microsoft.DBforPostgreSQL/flexibleServers'] }}' = [for item in databases: {
  parent: server
  name: item
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
  dependsOn: [
    tls
  ]
}]
{% if has.identity %}

resource administrators 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@{{ api['Microsoft.DBforPostgreSQL/flexibleServers'] }}' = [for role in roles: {
  parent: server
  name: principalId
  properties: {
    principalName: principalName
    principalType: 'ServicePrincipal'
    tenantId: subscription().tenantId
  }
  dependsOn: [
    databaseList
  ]
}]
{% endif %}
{{ diagnostics("server") }}

output id string = server.id
output name string = server.name
output endpoint string = server.properties.fullyQualifiedDomainName
