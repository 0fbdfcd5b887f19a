// Alerts on log records and metrics of ours. A query gives rows exactly where its alert is to fire, so that all rules are alike.

@description('The start of their names.')
param prefix string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Id of the workspace that is asked.')
param workspaceId string

@description('Id of the group that is told.')
param actionGroupId string

// Severity 1: nothing works. 2: somebody must act today. 3: somebody should look this week.
// Windows are so long that a bad pass or two tell nobody. What is graver is looked at more often, because each look costs.
var alerts = [
  {
    // ten passes are missing: longer than a deployment takes
    name: 'no-tick'
    says: 'No pass of reconcile for ten minutes: nothing is repaired, sent again or started by schedule.'
    severity: 1
    window: 'PT10M'
    every: 'PT5M'
    query: loadTextContent('../queries/no-tick.kql')
  }
  {
    name: 'owed-messages'
    says: 'Messages of runs are owed for more than three minutes: Service Bus does not take them.'
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
    query: loadTextContent('../queries/owed-messages.kql')
  }
  {
    name: 'waiting-runs'
    says: 'A run is due for more than half an hour and no worker takes it.'
    severity: 2
    window: 'PT30M'
    every: 'PT10M'
    query: loadTextContent('../queries/waiting-runs.kql')
  }
  {
    name: 'failed-runs'
    says: 'More than a tenth of the runs of an hour failed.'
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
    query: loadTextContent('../queries/failed-runs.kql')
  }
  {
    name: 'bugs'
    says: 'A mistake in our code.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    query: loadTextContent('../queries/bugs.kql')
  }
  {
    name: 'dead-letters'
    says: 'There are dead letters: runs that nothing takes up by itself.'
    severity: 2
    window: 'PT15M'
    every: 'PT15M'
    query: loadTextContent('../queries/dead-letters.kql')
  }
  {
    name: 'no-sync'
    says: 'A tenant with a schedule has had no good sync for 26 hours.'
    severity: 2
    window: 'PT30M'
    every: 'PT30M'
    query: loadTextContent('../queries/no-sync.kql')
  }
  {
    name: 'credential-expiry'
    says: 'The secret or certificate that reads Graph ends within 30 days.'
    severity: 2
    window: 'PT6H'
    every: 'PT6H'
    query: loadTextContent('../queries/credential-expiry.kql')
  }
  {
    name: 'connections'
    says: 'More than four fifths of the connections of the database are open.'
    severity: 2
    window: 'PT15M'
    every: 'PT15M'
    query: loadTextContent('../queries/connections.kql')
  }
  {
    name: 'failed-repairs'
    says: 'A repair, reconcile itself, or the counting of what there is fails in every pass.'
    severity: 2
    window: 'PT15M'
    every: 'PT15M'
    query: loadTextContent('../queries/failed-repairs.kql')
  }
  {
    name: 'late-runs'
    says: 'A run works for more than three times as long as usual.'
    severity: 3
    window: 'PT30M'
    every: 'PT30M'
    query: loadTextContent('../queries/late-runs.kql')
  }
  {
    name: 'throttling'
    says: 'Graph makes runs wait for longer than they work.'
    severity: 3
    window: 'PT1H'
    every: 'PT30M'
    query: loadTextContent('../queries/throttling.kql')
  }
  {
    name: 'instances'
    says: 'More than 200 instances run, of the 250 that a subscription has in a region.'
    severity: 3
    window: 'PT15M'
    every: 'PT15M'
    query: loadTextContent('../queries/instances.kql')
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alert in alerts: {
  name: '${prefix}-${alert.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${prefix}: ${alert.name}'
    description: '${alert.says} What to do: docs/operating.md, Alerts.'
    severity: alert.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: alert.every
    windowSize: alert.window
    criteria: {
      allOf: [
        {
          query: alert.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    // told once when it begins and once when it is over
    autoMitigate: true
    // a new workspace has its tables only with the first rows
    skipQueryValidation: true
    actions: { actionGroups: [actionGroupId] }
  }
}]
