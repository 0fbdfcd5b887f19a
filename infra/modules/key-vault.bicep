// The vault of the few real secrets. None of them is made here.

import { roleId, roles } from 'roles.bicep'

@description('Name of the vault.')
param name string

@description('Region.')
param location string

@description('Tags of the vault.')
param tags object

@description('Closed to the internet.')
param isPrivate bool

@description('True where a vault of this name was deleted and is to come back with its secrets.')
param recover bool

@description('Id of the workspace that gets its logs and metrics.')
param workspaceId string

@description('Object id of whoever deploys: the hooks after it write secrets.')
param deployerId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    createMode: recover ? 'recover' : 'default'
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }
}

resource deployerWritesSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, deployerId, roles.keyVaultSecretsOfficer)
  scope: vault
  properties: {
    principalId: deployerId
    roleDefinitionId: roleId(roles.keyVaultSecretsOfficer)
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keep-vault'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'Without the fingerprint key every stored secret shows as changed.'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      { categoryGroup: 'allLogs', enabled: true }
    ]
    metrics: [
      { category: 'AllMetrics', enabled: true }
    ]
  }
}

@description('Id of the vault.')
output id string = vault.id

@description('Name of the vault.')
output name string = vault.name

@description('Address of the vault.')
output uri string = vault.properties.vaultUri
