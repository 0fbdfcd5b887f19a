// The first step: the resource group of an environment, and the identity as which its workflows on GitHub deploy. Whoever
// deploys it needs the role Owner of the subscription, once.

targetScope = 'subscription'

@description('Name of the environment here and on GitHub.')
@maxLength(10)
param environmentName string

@description('Region.')
param location string

@description('Name of the resource group of the environment.')
param resourceGroupName string

@description('OWNER/NAME of the repository on GitHub.')
param githubRepository string

var tags = { application: 'tenantpilot', environment: environmentName, 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: resourceGroupName
  location: location
  tags: tags
}

module deployer 'modules/deployer.bicep' = {
  name: 'deployer'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    githubRepository: githubRepository
  }
}

@description('For the environment on GitHub: AZURE_CLIENT_ID.')
output clientId string = deployer.outputs.clientId

@description('For the environment on GitHub: AZURE_TENANT_ID.')
output tenantId string = tenant().tenantId

@description('For the environment on GitHub: AZURE_SUBSCRIPTION_ID.')
output subscriptionId string = subscription().subscriptionId

@description('For the environment on GitHub: AZURE_RESOURCE_GROUP.')
output resourceGroupName string = group.name
