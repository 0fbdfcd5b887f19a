// Everything that one environment has in Azure. Before it: bootstrap.bicep and entra.bicep. After it: federation.bicep.

import { appName, appUrl, identityName, suffix } from 'modules/names.bicep'

@description('Name of the environment: small letters and digits, such as dev, staging or production.')
@maxLength(10)
param environmentName string

@description('Region.')
param location string = resourceGroup().location

@description('split: the API and the worker are apps of their own. all: one app serves both.')
@allowed(['split', 'all'])
param appRoleMode string

@description('Client id of the registration of the API.')
param apiClientId string

@description('Client id of the registration that reads Graph.')
param readerClientId string

@description('Client id of the registration that will write to tenants. No operation does so yet.')
param restorerClientId string = ''

@description('Spread over three zones: apps, storage, and a second PostgreSQL.')
param zoneRedundant bool

@description('Service Bus, PostgreSQL, storage and vault are reached through a virtual network alone. It needs Premium of Service Bus.')
param privateNetworking bool

@description('Largest number of instances of each scale group of an app. 40 is the lowest that Flex Consumption documents.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that are always ready, for requests and for what a person waits for. In three zones two at least.')
@minValue(0)
param alwaysReady int = 0

@description('new: a PostgreSQL of our own. existing: one that stands already, in which nothing is changed from here.')
@allowed(['new', 'existing'])
param postgresMode string

@description('Size of a new PostgreSQL, such as Standard_B1ms.')
param postgresSku string = 'Standard_B1ms'

@description('Size of the disk of a new PostgreSQL in GiB, at least what it has: a disk that has grown is not made smaller, and the deployment is refused.')
@minValue(32)
param postgresStorageGb int = 32

@description('Most connections of the login of the API, where it is an app of its own: docs/settings.md.')
@minValue(0)
param apiConnections int = 0

@description('Most connections of the login of the worker, which is also that of one app for all.')
@minValue(1)
param workerConnections int

@description('Host name of an existing PostgreSQL.')
param postgresHost string = ''

@description('Name of the database.')
param postgresDatabase string = 'tenantpilot'

@description('Schema of the table policy_settings.')
param policySettingsSchema string = 'public'

@description('Object id of the group that administers a new PostgreSQL.')
param postgresAdministratorsGroupId string = ''

@description('Name of that group.')
param postgresAdministratorsGroupName string = ''

@description('Object id of the group of operators. Empty: nobody gets rights.')
param operatorsGroupId string = ''

@description('Operators may manage the queues too: drain them, and let doctor see their properties.')
param operatorsMayManageQueues bool = false

@description('Address of the API, such as https://api.example.com. Empty: that of its function app.')
param publicBaseUrl string = ''

@description('Page of a run in your own app: docs/settings.md. Empty: notifications have no link.')
param runLinkTemplate string = ''

@description('Which share of the traces is kept, 0 to 1. A text, because Bicep knows no fractions.')
param telemetrySamplingRatio string = '0.1'

@description('After how many days ended runs and removed policies are deleted.')
@minValue(1)
@maxValue(36500)
param runRetentionDays int = 90

@description('Address in the vault of the certificate of the reader, where the federated identity does not serve. Empty: there is none.')
param certificateUri string = ''

@description('Address in the vault of the client secret of the reader, likewise. Empty: there is none.')
param clientSecretUri string = ''

@description('The worker may manage the queues, so that the platform counts messages and adds many instances at once.')
param workerMayManageQueues bool = false

@description('OWNER/NAME of the repository on GitHub whose workflows migrate the database. Empty: none do.')
param githubRepository string = ''

@description('E-mail addresses, with a comma between them, that alerts go to. Empty: there are no alerts, and no budget.')
param alertEmails string = ''

@description('What may be spent in a month, in the currency of the subscription. 0: there is no budget.')
@minValue(0)
param budgetAmount int = 0

@description('First day of the month in which the budget is first deployed, such as 2026-12-01. It must stay the same.')
param budgetStart string = ''

@description('True where the vault of this environment was deleted and is to come back with its secrets.')
param recoverVault bool = false

var tags = { application: 'tenantpilot', environment: environmentName, 'azd-env-name': environmentName }
var queues = { sync: 'intune-sync-queue', interactive: 'intune-operations-queue' }
var queueNames = [queues.sync, queues.interactive]
var appRoles = appRoleMode == 'all' ? ['all'] : ['api', 'worker']
var isNewServer = postgresMode == 'new'
var databaseHost = isNewServer ? services.outputs.postgresHost : postgresHost
var apiApp = appName(appRoles[0], environmentName, resourceGroup().id)
var alwaysReadyCount = zoneRedundant && alwaysReady > 0 ? max(alwaysReady, 2) : alwaysReady
var settings = {
  AZURE_AD_CLIENT_ID: readerClientId
  API_CLIENT_ID: apiClientId
  PUBLIC_BASE_URL: empty(publicBaseUrl) ? appUrl(apiApp) : publicBaseUrl
  RUN_LINK_TEMPLATE: runLinkTemplate
  POLICY_SETTINGS_SCHEMA: policySettingsSchema
  TELEMETRY_SAMPLING_RATIO: telemetrySamplingRatio
  RUN_RETENTION_DAYS: string(runRetentionDays)
  SYNC_QUEUE: queues.sync
  INTERACTIVE_QUEUE: queues.interactive
  ServiceBusConnection__fullyQualifiedNamespace: services.outputs.serviceBusHost
  ServiceBusConnection__credential: 'managedidentity'
  AzureWebJobsStorage__accountName: services.outputs.storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  APPLICATIONINSIGHTS_CONNECTION_STRING: services.outputs.telemetryConnection
}

module services 'modules/services.bicep' = {
  name: 'services'
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    unique: suffix(resourceGroup().id)
    queueNames: queueNames
    containerNames: [for role in appRoles: 'package-${role}']
    zoneRedundant: zoneRedundant
    privateNetworking: privateNetworking
    recoverVault: recoverVault
    deployerId: deployer().objectId
    isNewServer: isNewServer
    postgresSku: postgresSku
    postgresStorageGb: postgresStorageGb
    postgresDatabase: postgresDatabase
    postgresAdministratorsGroupId: postgresAdministratorsGroupId
    postgresAdministratorsGroupName: postgresAdministratorsGroupName
  }
}

module migrator 'modules/identity.bicep' = {
  name: 'migrator'
  params: {
    name: identityName('migrator', environmentName)
    location: location
    tags: tags
    githubRepository: githubRepository
    githubEnvironment: environmentName
  }
}

module apps 'modules/app.bicep' = [for role in appRoles: {
  name: role
  params: {
    role: role
    environmentName: environmentName
    location: location
    tags: tags
    sharedSettings: settings
    fingerprintKeyUri: '${services.outputs.vaultUri}secrets/settings-fingerprint-key'
    certificateUri: certificateUri
    clientSecretUri: clientSecretUri
    databaseHost: databaseHost
    databaseName: postgresDatabase
    namespaceName: services.outputs.namespaceName
    queueNames: queueNames
    storageName: services.outputs.storageName
    vaultName: services.outputs.vaultName
    insightsName: services.outputs.insightsName
    workerMayManageQueues: workerMayManageQueues
    zoneRedundant: zoneRedundant
    maximumInstances: maximumInstances
    alwaysReadyCount: alwaysReadyCount
    subnetId: services.outputs.appsSubnetId
  }
}]

module operators 'modules/operators.bicep' = if (!empty(operatorsGroupId)) {
  name: 'operators'
  params: {
    groupId: operatorsGroupId
    namespaceName: services.outputs.namespaceName
    mayManageQueues: operatorsMayManageQueues
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: { environmentName: environmentName, location: location, tags: tags, workspaceId: services.outputs.workspaceId }
}

module alerts 'modules/alerts.bicep' = if (!empty(alertEmails)) {
  name: 'alerts'
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    emails: alertEmails
    workspaceId: services.outputs.workspaceId
    insightsName: services.outputs.insightsName
    namespaceName: services.outputs.namespaceName
    postgresId: services.outputs.postgresId
    apiUrl: settings.PUBLIC_BASE_URL
    budgetAmount: budgetAmount
    budgetStart: budgetStart
  }
}

@description('Names of the apps: of API and worker, or of the one that serves both.')
output appNames array = [for (role, i) in appRoles: apps[i].outputs.name]

@description('Address of the API.')
output publicBaseUrl string = settings.PUBLIC_BASE_URL

@description('Object id of the identity of the worker, for federation.bicep.')
output workerPrincipalId string = apps[appRoleMode == 'all' ? 0 : 1].outputs.principalId

@description('Client ids of the registrations for which the worker may stand.')
output federatedClientIds array = empty(restorerClientId) ? [readerClientId] : [readerClientId, restorerClientId]

@description('Names of the identities of the apps, which are their logins in PostgreSQL.')
output loginNames array = [for (role, i) in appRoles: apps[i].outputs.identityName]

@description('Object ids of the same identities, in the same order.')
output loginPrincipalIds array = [for (role, i) in appRoles: apps[i].outputs.principalId]

@description('Most connections of the same logins, in the same order: bootstrap.sh sets them.')
output loginConnections array = [for role in appRoles: role == 'api' ? apiConnections : workerConnections]

@description('Name of the identity that migrates, which is its login in PostgreSQL.')
output migratorName string = migrator.outputs.name

@description('Object id of the identity that migrates.')
output migratorPrincipalId string = migrator.outputs.principalId

@description('Client id of the identity that migrates.')
output migratorClientId string = migrator.outputs.clientId

@description('Host name of PostgreSQL.')
output postgresHost string = databaseHost

@description('Name of the database.')
output postgresDatabase string = postgresDatabase

@description('Name of the vault, in which the fingerprint key must be.')
output vaultName string = services.outputs.vaultName

@description('Host name of Service Bus.')
output serviceBusHost string = services.outputs.serviceBusHost
