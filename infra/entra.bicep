// The registrations in Entra: of the API, of what reads Graph, and of what will write to tenants. It makes nothing in Azure.
// Whoever deploys it needs the role Cloud Application Administrator in Entra.

extension microsoftGraphV1

import { appName, appUrl, registrationName } from 'modules/names.bicep'

@description('Name of the environment, as main.bicep gets it.')
@maxLength(10)
param environmentName string

@description('split or all, as main.bicep gets it.')
@allowed(['split', 'all'])
param appRoleMode string

@description('Address of the API, as main.bicep gets it. Empty: that of its function app, if this is deployed to the same resource group.')
param publicBaseUrl string = ''

@description('Client id of the API, from the second deployment on: its own address can only be named when it is there.')
param apiClientId string = ''

@description('Clients that need no consent of a person: the Azure CLI.')
param preAuthorizedClients string[] = ['04b07795-8ddb-461a-bbee-02f9e1bf7b46']

// Fixed for ever: with new ids a repetition is refused while the old ones are enabled.
var accessAsUser = '9bcd7479-a909-431a-8b73-baa782e237a9'
var roles = {
  service: 'c202e1f4-1385-4be6-a391-0ea0b9065e6c'
  actAs: 'a680dde6-ad2c-48ed-b245-f2311ad306d3'
  operations: 'a1e125b5-38c5-461b-a0a1-57989a4ecacc'
}

// Application permissions of Microsoft Graph.
var graph = '00000003-0000-0000-c000-000000000000'
var readerPermissions = {
  'DeviceManagementConfiguration.Read.All': 'dc377aa6-52d8-4e23-b271-2a7ae04cedf3'
  'DeviceManagementScripts.Read.All': 'c7a5be92-2b3d-4540-8a67-c96dcaae8b43'
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6'
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6'
}

var readerAccess = [for permission in items(readerPermissions): { id: permission.value, type: 'Role' }]

var apiAppUrl = appUrl(appName(appRoleMode == 'all' ? 'all' : 'api', environmentName, resourceGroup().id))
var baseUrl = empty(publicBaseUrl) ? apiAppUrl : publicBaseUrl
var namedAddress = 'api://${tenant().tenantId}/${registrationName('api', environmentName)}'

resource api 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: registrationName('api', environmentName)
  displayName: 'TenantPilot API (${environmentName})'
  signInAudience: 'AzureADMultipleOrgs'
  identifierUris: empty(apiClientId) ? [namedAddress] : [namedAddress, 'api://${apiClientId}']
  groupMembershipClaims: 'DirectoryRole'
  optionalClaims: {
    accessToken: [
      { name: 'idtyp' }
    ]
  }
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: accessAsUser
        value: 'access_as_user'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Use TenantPilot'
        adminConsentDescription: 'Use TenantPilot as the signed-in user'
        userConsentDisplayName: 'Use TenantPilot'
        userConsentDescription: 'Use TenantPilot as you'
      }
    ]
    preAuthorizedApplications: [for client in preAuthorizedClients: {
      appId: client
      delegatedPermissionIds: [accessAsUser]
    }]
  }
  appRoles: [
    {
      id: roles.service
      value: 'Service'
      displayName: 'Service'
      description: 'Calls the API as itself'
      allowedMemberTypes: ['Application']
      isEnabled: true
    }
    {
      id: roles.actAs
      value: 'ActAs'
      displayName: 'ActAs'
      description: 'Calls the API for a person'
      allowedMemberTypes: ['Application']
      isEnabled: true
    }
    {
      id: roles.operations
      value: 'Operations'
      displayName: 'Operations'
      description: 'Health and repairs of the whole system'
      allowedMemberTypes: ['Application', 'User']
      isEnabled: true
    }
  ]
  web: {
    redirectUris: ['${baseUrl}/api/consent/signed-in']
    implicitGrantSettings: { enableIdTokenIssuance: true, enableAccessTokenIssuance: false }
  }
}

resource apiPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: api.appId
}

resource reader 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: registrationName('reader', environmentName)
  displayName: 'TenantPilot reads Intune (${environmentName})'
  signInAudience: 'AzureADMultipleOrgs'
  requiredResourceAccess: [
    {
      resourceAppId: graph
      resourceAccess: readerAccess
    }
  ]
  web: {
    redirectUris: ['${baseUrl}/api/consent/callback']
  }
}

resource readerPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: reader.appId
}

// It asks for nothing, because no operation writes to a tenant yet. Its name and id stay when the first one does.
resource restorer 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: registrationName('restorer', environmentName)
  displayName: 'TenantPilot writes Intune (${environmentName})'
  signInAudience: 'AzureADMultipleOrgs'
}

resource restorerPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: restorer.appId
}

@description('Client id of the API: API_CLIENT_ID of the environment, and apiClientId of the next deployment of this file.')
output apiClientId string = api.appId

@description('Client id of what reads Graph: READER_CLIENT_ID of the environment.')
output readerClientId string = reader.appId

@description('Client id of what will write: RESTORER_CLIENT_ID of the environment.')
output restorerClientId string = restorer.appId
