// One function app on its own Flex Consumption plan, as the plan demands it.

@description('Name of the app and of its plan.')
param name string

@description('Region.')
param location string

@description('Tags of app and plan.')
param tags object

@description('Id of the identity: of the app, of its package and of its references to the vault.')
param identityId string

@description('Name of the storage account.')
param storageName string

@description('Name of the container of its package.')
param containerName string

@description('Its settings, by name. They replace all that it had.')
param settings object

@description('Spread over three zones.')
param zoneRedundant bool

@description('Largest number of instances.')
param maximumInstances int

@description('What is always ready: `http`, or `function:` and a name.')
param alwaysReadyNames string[]

@description('How many instances of each are always ready.')
param alwaysReadyCount int

@description('Id of the subnet through which it goes out. Empty: it has no network.')
param subnetId string

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: [for setting in items(settings): { name: setting.key, value: setting.value }]
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${containerName}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'node', version: '22' }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: [for ready in (alwaysReadyCount > 0 ? alwaysReadyNames : []): { name: ready, instanceCount: alwaysReadyCount }]
      }
    }
  }
}

resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noScmLogin 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

@description('Address of the app.')
output url string = 'https://${app.properties.defaultHostName}'
