// One app with what belongs to it: identity, roles, settings. What serves all is the worker, so it has the worker's identity.

import { appName, identityName } from 'names.bicep'

@description('What the app serves.')
@allowed(['api', 'worker', 'all'])
param role string

@description('Name of the environment.')
param environmentName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('The settings that both apps have.')
param sharedSettings object

@description('Address of the fingerprint key in the vault.')
param fingerprintKeyUri string

@description('Address of the certificate of the reader. Empty: there is none.')
param certificateUri string

@description('Address of the client secret of the reader. Empty: there is none.')
param clientSecretUri string

@description('Host name of PostgreSQL.')
param databaseHost string

@description('Name of the database.')
param databaseName string

@description('Name of the namespace of Service Bus.')
param namespaceName string

@description('Names of the queues.')
param queueNames string[]

@description('Name of the storage account, in which the app has a container `package-` and its role.')
param storageName string

@description('Name of the vault.')
param vaultName string

@description('Name of Application Insights.')
param insightsName string

@description('The worker may manage queues, so that the platform can count their messages.')
param workerMayManageQueues bool

@description('Spread over three zones.')
param zoneRedundant bool

@description('Largest number of instances of each scale group.')
param maximumInstances int

@description('How many instances are always ready.')
param alwaysReadyCount int

@description('Id of the subnet through which it goes out. Empty: it has no network.')
param subnetId string

var appNameOfRole = appName(role, environmentName, resourceGroup().id)
var alwaysReadyNames = {
  api: ['http']
  worker: ['function:runInteractive']
  all: ['http', 'function:runInteractive']
}
var readsGraph = role != 'api'
// An empty setting counts as not set.
var vaultSettings = readsGraph ? {
  SETTINGS_FINGERPRINT_KEY: '@Microsoft.KeyVault(SecretUri=${fingerprintKeyUri})'
  AZURE_AD_CERTIFICATE_URI: certificateUri
  AZURE_AD_CLIENT_SECRET_URI: clientSecretUri
} : {}
var settings = union(sharedSettings, vaultSettings, {
  APP_ROLE: role
  DATABASE_URL: 'postgres://${uriComponent(identity.outputs.name)}@${databaseHost}:5432/${uriComponent(databaseName)}'
  AZURE_CLIENT_ID: identity.outputs.clientId
  ServiceBusConnection__clientId: identity.outputs.clientId
  AzureWebJobsStorage__clientId: identity.outputs.clientId
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
})

module identity 'identity.bicep' = {
  name: 'identity-${role}'
  params: {
    name: identityName(role == 'api' ? 'api' : 'worker', environmentName)
    location: location
    tags: tags
  }
}

module roles 'app-roles.bicep' = {
  name: 'roles-${role}'
  params: {
    principalId: identity.outputs.principalId
    namespaceName: namespaceName
    queueNames: queueNames
    storageName: storageName
    vaultName: vaultName
    insightsName: insightsName
    readsSecrets: readsGraph
    mayManageQueues: workerMayManageQueues && readsGraph
  }
}

module functionApp 'function-app.bicep' = {
  name: 'app-${role}'
  params: {
    name: appNameOfRole
    location: location
    tags: union(tags, { 'azd-service-name': role == 'all' ? 'api' : role })
    identityId: identity.outputs.id
    storageName: storageName
    containerName: 'package-${role}'
    settings: settings
    zoneRedundant: zoneRedundant
    maximumInstances: maximumInstances
    alwaysReadyNames: alwaysReadyNames[role]
    alwaysReadyCount: alwaysReadyCount
    subnetId: subnetId
  }
  dependsOn: [roles]
}

@description('Name of the app.')
output name string = appNameOfRole

@description('Address of the app.')
output url string = functionApp.outputs.url

@description('Object id of its identity.')
output principalId string = identity.outputs.principalId

@description('Name of its identity, which is its login in PostgreSQL.')
output identityName string = identity.outputs.name
