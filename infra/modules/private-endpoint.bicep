// The way from the network to one service: its endpoint, and the zone that tells its private address.

@description('Name of the endpoint.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Id of the service.')
param serviceId string

@description('The part of the service, as private links name it, such as `namespace`.')
param groupId string

@description('Name of the zone, such as privatelink.servicebus.windows.net.')
param zoneName string

@description('Id of the network.')
param networkId string

@description('Id of the subnet in which the endpoint is.')
param subnetId string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: zone
  name: name
  location: 'global'
  tags: tags
  properties: { virtualNetwork: { id: networkId }, registrationEnabled: false }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: name, properties: { privateLinkServiceId: serviceId, groupIds: [groupId] } }
    ]
  }
}

resource address 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      { name: groupId, properties: { privateDnsZoneId: zone.id } }
    ]
  }
}
