// The virtual network: one subnet that both apps share, one for the private endpoints.

@description('Name of the network.')
param name string

@description('Region.')
param location string

@description('Tags of the network.')
param tags object

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/24'] }
  }
}

resource apps 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: network
  name: 'apps'
  properties: {
    addressPrefix: '10.0.0.0/26'
    delegations: [
      { name: 'flex-consumption', properties: { serviceName: 'Microsoft.App/environments' } }
    ]
  }
}

resource endpoints 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: network
  name: 'endpoints'
  properties: { addressPrefix: '10.0.0.64/26' }
  dependsOn: [apps]
}

@description('Id of the network.')
output id string = network.id

@description('Id of the subnet of the apps.')
output appsSubnetId string = apps.id

@description('Id of the subnet of the private endpoints.')
output endpointsSubnetId string = endpoints.id
