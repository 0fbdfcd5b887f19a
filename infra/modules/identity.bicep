// A managed identity. With a repository of GitHub, its workflows of one environment can sign in as it, without a secret.

@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags of the identity.')
param tags object

@description('OWNER/NAME of the repository on GitHub. Empty: nobody signs in from there.')
param githubRepository string = ''

@description('The environment of GitHub in which a workflow must run.')
param githubEnvironment string = ''

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

resource github 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2024-11-30' = if (!empty(githubRepository)) {
  parent: identity
  name: 'github-${githubEnvironment}'
  properties: {
    issuer: 'https://token.actions.githubusercontent.com'
    subject: 'repo:${githubRepository}:environment:${githubEnvironment}'
    audiences: ['api://AzureADTokenExchange']
  }
}

@description('Id of the identity.')
output id string = identity.id

@description('Name of the identity.')
output name string = identity.name

@description('Its object id in Entra.')
output principalId string = identity.properties.principalId

@description('Its client id in Entra.')
output clientId string = identity.properties.clientId
