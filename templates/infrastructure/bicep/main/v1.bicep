// Resources of {{ component }} in Azure. Made by infrastructure-engineer-agent; see docs/infrastructure.md of the agent.
// az deployment sub create --location REGION --parameters main.ENVIRONMENT.bicepparam
targetScope = 'subscription'

{% for variable in variables %}
@description({{ variable.description | literal }})
param {{ variable.camel }} {{ variable.bicep_type }}

{% endfor %}
@description('Tags of every resource.')
param tags object

{% for resource in resources %}
module {{ resource.camel }}Module 'modules/{{ resource.file }}.bicep' = {
  name: {{ resource.deployment | literal }}
  scope: resourceGroup({{ 'registryResourceGroup' if resource.existing else 'resourceGroupName' }})
  params: {
    name: {{ resource.camel }}Name
{% if not resource.existing %}
    location: location
    tags: tags
{% endif %}
{% if resource.networked %}
    publicNetworkAccess: publicNetworkAccess
{% if resource.kind in ('key_vault', 'storage_account') %}
    networkDefaultAction: networkDefaultAction
{% endif %}
{% if resource.addressed %}
    allowedAddresses: allowedAddresses
{% endif %}
{% if resource.ranged %}
    allowedRanges: allowedRanges
{% endif %}
{% endif %}
{% for setting in resource.sizes %}
    {{ setting.camel }}: {{ setting.variable }}
{% endfor %}
{% if resource.kind == 'identity' %}
    issuer: issuer
    subject: federatedSubject
{% endif %}
{% for group, children in resource.groups.items() %}
    {{ group }}: [
{% for child in children %}
{% if child.kind == 'subscription' %}
      {
        topic: {{ child.parent | literal }}
        name: {{ child.name | literal }}
      }
{% elif child.partition_key %}
      {
        database: {{ child.parent | literal }}
        name: {{ child.name | literal }}
        partitionKey: {{ child.partition_key | literal }}
      }
{% else %}
      {{ child.name | literal }}
{% endif %}
{% endfor %}
    ]
{% endfor %}
{% if resource.diagnosed and has.log_analytics %}
    workspaceId: logsModule.outputs.id
{% endif %}
{% if resource.roles %}
    principalId: identityModule.outputs.principalId
{% if resource.kind == 'postgres' %}
    principalName: identityName
{% endif %}
    roles: [
{% for role in resource.roles %}
      {{ (role.definition or role.use) | literal }} // {{ role.use }}
{% endfor %}
    ]
{% endif %}
  }
}

{% if resource.endpoint %}
module {{ resource.camel }}Endpoint 'modules/private-endpoint.bicep' = if (contains(privateEndpoints, {{ resource.key | literal }})) {
  name: {{ resource.endpoint_deployment | literal }}
  scope: resourceGroup(resourceGroupName)
  params: {
    name: '{{ endpoint_prefix }}${{ "{" }}{{ resource.camel }}Name}'
    location: location
    tags: tags
    subnet: privateEndpointSubnet
    target: {{ resource.camel }}Module.outputs.id
    group: {{ resource.endpoint.group | literal }}
    zone: '{{ zone_id("${privateDnsZones}", resource.endpoint.zone) }}'
  }
}

{% endif %}
{% endfor %}
{% for output in outputs %}
@description({{ output.description | literal }})
output {{ output.camel }} {{ output.bicep_type }} = {% if output.resource %}{{ output.resource_camel }}Module.outputs.{{ output.attribute }}{% else %}{{ output.variable }}{% endif %}

{% if not loop.last %}

{% endif %}
{% endfor %}
