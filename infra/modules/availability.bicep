// Asks from outside whether the API answers: what nobody inside can tell.

@description('Name of test and alert.')
param name string

@description('Region.')
param location string

@description('Tags of both.')
param tags object

@description('Address that answers 200 without a token.')
param url string

@description('Name of Application Insights.')
param insightsName string

@description('Id of the group that is told.')
param actionGroupId string

// In Europe: Amsterdam, Dublin and Paris. Three, so that one with a trouble of its own is outvoted.
var locations = ['emea-nl-ams-azr', 'emea-gb-db3-azr', 'emea-fr-pra-edge']

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// Every ten minutes, because each test is billed. 30 days before it ends, a certificate of your own domain fails it too.
resource test 'Microsoft.Insights/webtests@2022-06-15' = {
  name: name
  location: location
  tags: union(tags, { 'hidden-link:${insights.id}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: name
    SyntheticMonitorId: name
    Kind: 'standard'
    Enabled: true
    Frequency: 600
    Timeout: 30
    RetryEnabled: true
    Locations: [for place in locations: { Id: place }]
    Request: { RequestUrl: url, HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 30 }
  }
}

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: name
  location: 'global'
  tags: union(tags, { 'hidden-link:${insights.id}': 'Resource', 'hidden-link:${test.id}': 'Resource' })
  properties: {
    description: 'The API does not answer from two of three places. What to do: docs/operating.md, Alerts.'
    severity: 1
    enabled: true
    scopes: [test.id, insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: test.id
      componentId: insights.id
      failedLocationCount: 2
    }
    autoMitigate: true
    actions: [{ actionGroupId: actionGroupId }]
  }
}
