// What both apps use: telemetry, queues, storage, vault, and perhaps a PostgreSQL of our own and a network.

@description('Name of the environment.')
param environmentName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The end of names that are unique in the world.')
param unique string

@description('Names of the queues.')
param queueNames string[]

@description('Names of the containers for packages.')
param containerNames string[]

@description('Spread over three zones.')
param zoneRedundant bool

@description('Reached through a network alone.')
param privateNetworking bool

@description('True where the vault was deleted and is to come back with its secrets.')
param recoverVault bool

@description('Object id of whoever deploys: the hooks after it write secrets.')
param deployerId string

@description('With a PostgreSQL of our own.')
param isNewServer bool

@description('Size of that PostgreSQL.')
param postgresSku string

@description('Size of its disk in GiB.')
param postgresStorageGb int

@description('Name of its database.')
param postgresDatabase string

@description('Object id of the group that administers it.')
param postgresAdministratorsGroupId string

@description('Name of that group.')
param postgresAdministratorsGroupName string

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  params: { name: 'tenantpilot-${environmentName}', location: location, tags: tags }
}

module network 'network.bicep' = if (privateNetworking) {
  name: 'network'
  params: { name: 'tenantpilot-${environmentName}', location: location, tags: tags }
}

module serviceBus 'service-bus.bicep' = {
  name: 'service-bus'
  params: {
    name: 'tp-${environmentName}-${unique}'
    location: location
    tags: tags
    isPrivate: privateNetworking
    workspaceId: monitoring.outputs.workspaceId
    queueNames: queueNames
  }
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    name: 'tp${environmentName}${unique}'
    location: location
    tags: tags
    isPrivate: privateNetworking
    zoneRedundant: zoneRedundant
    containerNames: containerNames
  }
}

module vault 'key-vault.bicep' = {
  name: 'vault'
  params: {
    name: 'tp-${environmentName}-${unique}'
    location: location
    tags: tags
    isPrivate: privateNetworking
    recover: recoverVault
    workspaceId: monitoring.outputs.workspaceId
    deployerId: deployerId
  }
}

module postgres 'postgres.bicep' = if (isNewServer) {
  name: 'postgres'
  params: {
    name: 'tp-${environmentName}-${unique}'
    location: location
    tags: tags
    sku: postgresSku
    storageGb: postgresStorageGb
    zoneRedundant: zoneRedundant
    isPrivate: privateNetworking
    databaseName: postgresDatabase
    administratorsGroupId: postgresAdministratorsGroupId
    administratorsGroupName: postgresAdministratorsGroupName
    workspaceId: monitoring.outputs.workspaceId
  }
}

module ways 'private-ways.bicep' = if (privateNetworking) {
  name: 'private-ways'
  params: {
    location: location
    tags: tags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointsSubnetId
    serviceBusId: serviceBus.outputs.id
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
    postgresId: isNewServer ? postgres!.outputs.id : ''
  }
}

@description('Name of the namespace of Service Bus.')
output namespaceName string = serviceBus.outputs.name

@description('Host name of Service Bus.')
output serviceBusHost string = serviceBus.outputs.hostName

@description('Name of the storage account.')
output storageName string = storage.outputs.name

@description('Name of the vault.')
output vaultName string = vault.outputs.name

@description('Address of the vault.')
output vaultUri string = vault.outputs.uri

@description('Name of Application Insights.')
output insightsName string = monitoring.outputs.insightsName

@description('Where telemetry goes.')
output telemetryConnection string = monitoring.outputs.connectionString

@description('Id of the workspace.')
output workspaceId string = monitoring.outputs.workspaceId

@description('Id of our own PostgreSQL. Empty: there is none.')
output postgresId string = isNewServer ? postgres!.outputs.id : ''

@description('Host name of our own PostgreSQL. Empty: there is none.')
output postgresHost string = isNewServer ? postgres!.outputs.hostName : ''

@description('Id of the subnet of the apps. Empty: there is no network.')
output appsSubnetId string = privateNetworking ? network!.outputs.appsSubnetId : ''
