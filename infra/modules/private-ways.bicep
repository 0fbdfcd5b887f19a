// The private endpoints of Service Bus, PostgreSQL, storage and vault.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Id of the network.')
param networkId string

@description('Id of the subnet in which the endpoints are.')
param subnetId string

@description('Id of the namespace of Service Bus.')
param serviceBusId string

@description('Id of the storage account.')
param storageId string

@description('Id of the vault.')
param vaultId string

@description('Id of the PostgreSQL server. Empty: it is not ours.')
param postgresId string

var always = [
  { name: 'service-bus', serviceId: serviceBusId, groupId: 'namespace', zone: 'privatelink.servicebus.windows.net' }
  { name: 'storage', serviceId: storageId, groupId: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { name: 'vault', serviceId: vaultId, groupId: 'vault', zone: 'privatelink.vaultcore.azure.net' }
]
var ofPostgres = {
  name: 'postgres'
  serviceId: postgresId
  groupId: 'postgresqlServer'
  zone: 'privatelink.postgres.database.azure.com'
}
var ways = empty(postgresId) ? always : concat(always, [ofPostgres])

module endpoints 'private-endpoint.bicep' = [for way in ways: {
  name: 'private-${way.name}'
  params: {
    name: way.name
    location: location
    tags: tags
    serviceId: way.serviceId
    groupId: way.groupId
    zoneName: way.zone
    networkId: networkId
    subnetId: subnetId
  }
}]
