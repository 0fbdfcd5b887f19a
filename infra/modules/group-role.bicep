// One role of an identity on the whole resource group.

@description('Object id of the identity.')
param principalId string

@description('Id of the definition of the role.')
param roleDefinitionId string

@description('What it must not be used for. Empty: no condition.')
param condition string = ''

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, principalId, roleDefinitionId)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleDefinitionId
    condition: empty(condition) ? null : condition
    conditionVersion: empty(condition) ? null : '2.0'
  }
}
