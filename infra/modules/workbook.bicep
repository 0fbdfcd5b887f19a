// The workbook: one panel for each question of workbook.json. Its queries stand in queries/.

@description('Name of the environment.')
param environmentName string

@description('Region.')
param location string

@description('Tags of the workbook.')
param tags object

@description('Id of the workspace that is asked.')
param workspaceId string

var workbook = loadJsonContent('../workbook.json')
var queries = {
  'ended-runs': loadTextContent('../queries/ended-runs.kql')
  'failures-by-tenant': loadTextContent('../queries/failures-by-tenant.kql')
  'runs-by-state': loadTextContent('../queries/runs-by-state.kql')
  oldest: loadTextContent('../queries/oldest.kql')
  durations: loadTextContent('../queries/durations.kql')
  'slowest-runs': loadTextContent('../queries/slowest-runs.kql')
  graph: loadTextContent('../queries/graph.kql')
  'graph-durations': loadTextContent('../queries/graph-durations.kql')
  database: loadTextContent('../queries/database.kql')
  queues: loadTextContent('../queries/queues.kql')
  warnings: loadTextContent('../queries/warnings.kql')
}
var workspaces = 'microsoft.operationalinsights/workspaces'

// The numbers are those of the format of workbooks: 1 is text, 9 are parameters, 3 is a query; 4 is a range of time.
var heading = { type: 1, name: 'heading', content: { json: workbook.heading } }
var timeRange = {
  type: 9
  name: 'parameters'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    parameters: [
      {
        id: guid('TimeRange')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time'
        type: 4
        isRequired: true
        value: { durationMs: 86400000 }
        typeSettings: {
          selectableValues: [{ durationMs: 3600000 }, { durationMs: 86400000 }, { durationMs: 604800000 }, { durationMs: 2592000000 }]
          allowCustom: true
        }
      }
    ]
  }
}
var panels = [for panel in workbook.panels: {
  type: 3
  name: panel.query
  content: {
    version: 'KqlItem/1.0'
    title: panel.question
    query: queries[panel.query]
    visualization: panel.visualization
    size: 0
    queryType: 0
    resourceType: workspaces
    crossComponentResources: [workspaceId]
    timeContextFromParameter: 'TimeRange'
  }
}]
var serialized = {
  version: 'Notebook/1.0'
  items: concat([heading, timeRange], panels)
  fallbackResourceIds: [workspaceId]
}

resource operating 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'TenantPilot ${environmentName}'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspaceId
    serializedData: string(serialized)
  }
}
