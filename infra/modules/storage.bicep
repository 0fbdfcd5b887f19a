// The storage account: the host's timer, and one container for the package of each app.

@description('Name of the account.')
param name string

@description('Region.')
param location string

@description('Tags of the account.')
param tags object

@description('Closed to the internet.')
param isPrivate bool

@description('Kept in three zones.')
param zoneRedundant bool

@description('Names of the containers.')
param containerNames string[]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [for container in containerNames: {
  parent: blobs
  name: container
  properties: { publicAccess: 'None' }
}]

@description('Id of the account.')
output id string = account.id

@description('Name of the account.')
output name string = account.name
