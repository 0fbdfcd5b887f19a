// The identity that deploys one environment. It may change everything in the resource group, give the roles of roles.bicep
// and no other, and set locks but not remove them.

import { identityName } from 'names.bicep'
import { deployerRoles, roleId, roles } from 'roles.bicep'

@description('Name of the environment here and on GitHub.')
param environmentName string

@description('Region.')
param location string

@description('Tags of the identity.')
param tags object

@description('OWNER/NAME of the repository on GitHub.')
param githubRepository string

var group = resourceGroup().id
var given = [
  roles.reader
  roles.azureServiceBusDataOwner
  roles.azureServiceBusDataReceiver
  roles.azureServiceBusDataSender
  roles.storageBlobDataOwner
  roles.keyVaultSecretsUser
  roles.keyVaultSecretsOfficer
  roles.monitoringMetricsPublisher
]
var list = join(given, ', ')
var write = '(!(ActionMatches{\'Microsoft.Authorization/roleAssignments/write\'}) OR @Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${list}})'
var delete = '(!(ActionMatches{\'Microsoft.Authorization/roleAssignments/delete\'}) OR @Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${list}})'

module identity 'identity.bicep' = {
  name: 'deployer-identity'
  params: {
    name: identityName('deployer', environmentName)
    location: location
    tags: tags
    githubRepository: githubRepository
    githubEnvironment: environmentName
  }
}

module contributes 'group-role.bicep' = {
  name: 'deployer-contributes'
  params: { principalId: identity.outputs.principalId, roleDefinitionId: roleId(deployerRoles.contributor) }
}

module givesRoles 'group-role.bicep' = {
  name: 'deployer-gives-roles'
  params: {
    principalId: identity.outputs.principalId
    roleDefinitionId: roleId(deployerRoles.roleBasedAccessControlAdministrator)
    condition: '${write} AND ${delete}'
  }
}

// No built-in role but Owner and User Access Administrator may set locks.
resource locker 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(group, 'locker')
  properties: {
    roleName: 'TenantPilot sets locks (${resourceGroup().name})'
    description: 'Sets locks in this resource group, and does not remove them.'
    type: 'CustomRole'
    permissions: [
      { actions: ['Microsoft.Authorization/locks/read', 'Microsoft.Authorization/locks/write'] }
    ]
    assignableScopes: [group]
  }
}

module setsLocks 'group-role.bicep' = {
  name: 'deployer-sets-locks'
  params: { principalId: identity.outputs.principalId, roleDefinitionId: locker.id }
}

@description('Client id of the identity.')
output clientId string = identity.outputs.clientId
