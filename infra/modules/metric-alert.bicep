// One alert on a metric that a service of Azure measures itself.

@description('Name of the alert.')
param name string

@description('Tags of the alert.')
param tags object

@description('What it says to whoever is told.')
param says string

@description('1: nothing works. 2: somebody must act today. 3: somebody should look this week.')
param severity int

@description('Id of the resource that is measured.')
param resourceId string

@description('Name of the metric.')
param metric string

@description('How the values of a window become one: Average, Minimum, Maximum or Total.')
param aggregation string

@description('How that is compared: GreaterThan or LessThan.')
param operator string

@description('With what it is compared.')
param threshold int

@description('How far back is looked, as an ISO 8601 duration. So often it is looked too.')
param window string

@description('A dimension by which it is told apart, such as the queue. Empty: none.')
param dimension string

@description('Id of the group that is told.')
param actionGroupId string

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    description: '${says} What to do: docs/operating.md, Alerts.'
    severity: severity
    enabled: true
    scopes: [resourceId]
    evaluationFrequency: window
    windowSize: window
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'value'
          metricName: metric
          timeAggregation: aggregation
          operator: operator
          threshold: threshold
          dimensions: empty(dimension) ? [] : [{ name: dimension, operator: 'Include', values: ['*'] }]
        }
      ]
    }
    autoMitigate: true
    actions: [{ actionGroupId: actionGroupId }]
  }
}
