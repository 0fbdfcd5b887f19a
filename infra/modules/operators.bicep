// What the group of operators may do: see everything, and look into the queues and send dead letters again.

import { roleId, roles } from 'roles.bicep'

@description('Object id of the group.')
param groupId string

@description('Name of the namespace of Service Bus.')
param namespaceName string

@description('Data Owner on the namespace: they may drain queues, and doctor sees their properties.')
param mayManageQueues bool

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, groupId, roles.reader)
  properties: { principalId: groupId, principalType: 'Group', roleDefinitionId: roleId(roles.reader) }
}

resource receives 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, groupId, roles.azureServiceBusDataReceiver)
  scope: namespace
  properties: { principalId: groupId, principalType: 'Group', roleDefinitionId: roleId(roles.azureServiceBusDataReceiver) }
}

resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, groupId, roles.azureServiceBusDataSender)
  scope: namespace
  properties: { principalId: groupId, principalType: 'Group', roleDefinitionId: roleId(roles.azureServiceBusDataSender) }
}

resource managesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (mayManageQueues) {
  name: guid(namespace.id, groupId, roles.azureServiceBusDataOwner)
  scope: namespace
  properties: { principalId: groupId, principalType: 'Group', roleDefinitionId: roleId(roles.azureServiceBusDataOwner) }
}
