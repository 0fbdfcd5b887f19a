// Who is told when something is wrong, and of what.

@description('Name of the environment.')
param environmentName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('E-mail addresses, with a comma between them.')
param emails string

@description('Id of the workspace.')
param workspaceId string

@description('Name of Application Insights.')
param insightsName string

@description('Name of the namespace of Service Bus.')
param namespaceName string

@description('Id of our own PostgreSQL. Empty: another one, which its owner watches.')
param postgresId string

@description('Address of the API.')
param apiUrl string

@description('What may be spent in a month. 0: there is no budget.')
param budgetAmount int

@description('First day of the month in which the budget is first deployed.')
param budgetStart string

var prefix = 'tenantpilot-${environmentName}'
var addresses = split(emails, ',')

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: prefix
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take('tp-${environmentName}', 12)
    enabled: true
    emailReceivers: [for (address, i) in addresses: { name: 'email-${i}', emailAddress: trim(address), useCommonAlertSchema: true }]
  }
}

module logAlerts 'log-alerts.bicep' = {
  name: 'log-alerts'
  params: {
    prefix: prefix
    location: location
    tags: tags
    workspaceId: workspaceId
    actionGroupId: actionGroup.id
  }
}

module serviceAlerts 'service-alerts.bicep' = {
  name: 'service-alerts'
  params: {
    prefix: prefix
    tags: tags
    namespaceName: namespaceName
    postgresId: postgresId
    actionGroupId: actionGroup.id
  }
}

module availability 'availability.bicep' = {
  name: 'availability'
  params: {
    name: '${prefix}-live'
    location: location
    tags: tags
    url: '${apiUrl}/api/health/live'
    insightsName: insightsName
    actionGroupId: actionGroup.id
  }
}

module budget 'budget.bicep' = if (budgetAmount > 0) {
  name: 'budget'
  params: {
    name: prefix
    amount: budgetAmount
    start: budgetStart
    addresses: addresses
    actionGroupId: actionGroup.id
  }
}
