// The workspace, and Application Insights in it.

@description('Name of both.')
param name string

@description('Region.')
param location string

@description('Tags of both.')
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

@description('Id of the workspace.')
output workspaceId string = workspace.id

@description('Name of Application Insights.')
output insightsName string = insights.name

@description('Where telemetry goes. It opens nothing, because local authentication is off.')
output connectionString string = insights.properties.ConnectionString
