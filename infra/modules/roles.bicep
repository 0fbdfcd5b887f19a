// The built-in roles that are given anywhere, by name.

@export()
@description('Whoever deploys.')
var deployerRoles = {
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c'
  roleBasedAccessControlAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
}

@export()
@description('What the deployer may give: to apps, to operators, and to itself.')
var roles = {
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
  azureServiceBusDataOwner: '090c5cfd-751d-490a-894a-3ce6f1109419'
  azureServiceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  azureServiceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

@export()
@description('Id of the definition of a role.')
func roleId(guid string) string => subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid)
