// The worker's identity may stand for the registrations that read and write tenants, without a secret, in every tenant that
// consented. It is the last step, because the identity must be there. Whoever deploys it needs the role Cloud Application
// Administrator in Entra; it makes nothing in Azure.

extension microsoftGraphV1

import { registrationName } from 'modules/names.bicep'

@description('Name of the environment, as main.bicep got it.')
@maxLength(10)
param environmentName string

@description('Object id of the identity of the worker: the output workerPrincipalId of main.bicep.')
param workerPrincipalId string

@description('For whom Azure makes the token that stands for a registration: it differs by cloud.')
@allowed(['api://AzureADTokenExchange', 'api://AzureADTokenExchangeUSGov', 'api://AzureADTokenExchangeChina'])
param audience string = 'api://AzureADTokenExchange'

var issuer = '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'

resource reader 'Microsoft.Graph/applications@v1.0' existing = {
  uniqueName: registrationName('reader', environmentName)
}

resource restorer 'Microsoft.Graph/applications@v1.0' existing = {
  uniqueName: registrationName('restorer', environmentName)
}

resource readsAsReader 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${reader.uniqueName}/worker'
  issuer: issuer
  subject: workerPrincipalId
  audiences: [audience]
  description: 'The worker of ${environmentName}'
}

resource writesAsRestorer 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${restorer.uniqueName}/worker'
  issuer: issuer
  subject: workerPrincipalId
  audiences: [audience]
  description: 'The worker of ${environmentName}'
}
