// What the identity of one app may do. Each role stands on the one resource that it is for.

import { roleId, roles } from 'roles.bicep'

@description('Object id of the identity.')
param principalId string

@description('Name of the namespace of Service Bus.')
param namespaceName string

@description('Names of the queues.')
param queueNames string[]

@description('Name of the storage account.')
param storageName string

@description('Name of the vault.')
param vaultName string

@description('It reads secrets of the vault.')
param readsSecrets bool

@description('Name of Application Insights.')
param insightsName string

@description('Data Owner on the namespace. Without it the platform adds workers one by one, because it cannot count messages.')
param mayManageQueues bool

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [for queue in queueNames: {
  parent: namespace
  name: queue
}]

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// The API looks into the queues too, and the worker sends messages for later: both need both.
resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (queue, i) in queueNames: {
  name: guid(namespace.id, queue, principalId, roles.azureServiceBusDataSender)
  scope: queues[i]
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleId(roles.azureServiceBusDataSender)
  }
}]

resource receives 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (queue, i) in queueNames: {
  name: guid(namespace.id, queue, principalId, roles.azureServiceBusDataReceiver)
  scope: queues[i]
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleId(roles.azureServiceBusDataReceiver)
  }
}]

resource managesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (mayManageQueues) {
  name: guid(namespace.id, principalId, roles.azureServiceBusDataOwner)
  scope: namespace
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleId(roles.azureServiceBusDataOwner)
  }
}

resource ownsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, principalId, roles.storageBlobDataOwner)
  scope: storage
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleId(roles.storageBlobDataOwner)
  }
}

// The API needs no secret, and so cannot read the certificate with which Graph is read.
resource readsVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (readsSecrets) {
  name: guid(vault.id, principalId, roles.keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleId(roles.keyVaultSecretsUser)
  }
}

resource sendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, principalId, roles.monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleId(roles.monitoringMetricsPublisher)
  }
}
