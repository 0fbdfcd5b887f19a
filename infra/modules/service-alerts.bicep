// Alerts on what Service Bus and PostgreSQL measure themselves.

@description('The start of their names.')
param prefix string

@description('Tags of every resource.')
param tags object

@description('Name of the namespace of Service Bus.')
param namespaceName string

@description('Id of our own PostgreSQL. Empty: another one, which its owner watches.')
param postgresId string

@description('Id of the group that is told.')
param actionGroupId string

// Dead letters are a gauge: their total would count the same ones again and again.
var busAlerts = [
  {
    name: 'queue-dead-letters'
    says: 'There are messages in a dead-letter queue.'
    severity: 2
    metric: 'DeadletteredMessages'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    dimension: 'EntityName'
  }
  {
    name: 'bus-throttled'
    says: 'Service Bus refuses requests, because its tier takes no more.'
    severity: 2
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT5M'
    dimension: ''
  }
  {
    // a few are usual, when Azure moves a namespace
    name: 'bus-errors'
    says: 'Service Bus fails.'
    severity: 3
    metric: 'ServerErrors'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 20
    window: 'PT15M'
    dimension: ''
  }
]

// A failover lasts two minutes and is no reason to wake anybody.
var databaseAlerts = [
  {
    name: 'database-down'
    says: 'PostgreSQL has not been alive for a quarter of an hour.'
    severity: 1
    metric: 'is_db_alive'
    aggregation: 'Maximum'
    operator: 'LessThan'
    threshold: 1
    window: 'PT15M'
  }
  {
    name: 'database-storage'
    says: 'The storage of PostgreSQL is nearly full, and grows by itself only while the subscription lets it.'
    severity: 2
    metric: 'storage_percent'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 85
    window: 'PT30M'
  }
  {
    name: 'database-cpu'
    says: 'PostgreSQL has been busy for half an hour.'
    severity: 3
    metric: 'cpu_percent'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 90
    window: 'PT30M'
  }
  {
    name: 'database-refuses'
    says: 'PostgreSQL refuses connections.'
    severity: 3
    metric: 'connections_failed'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 20
    window: 'PT15M'
  }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: namespaceName
}

module ofBus 'metric-alert.bicep' = [for alert in busAlerts: {
  name: 'alert-${alert.name}'
  params: {
    name: '${prefix}-${alert.name}'
    tags: tags
    says: alert.says
    severity: alert.severity
    resourceId: namespace.id
    metric: alert.metric
    aggregation: alert.aggregation
    operator: alert.operator
    threshold: alert.threshold
    window: alert.window
    dimension: alert.dimension
    actionGroupId: actionGroupId
  }
}]

module ofDatabase 'metric-alert.bicep' = [for alert in databaseAlerts: if (!empty(postgresId)) {
  name: 'alert-${alert.name}'
  params: {
    name: '${prefix}-${alert.name}'
    tags: tags
    says: alert.says
    severity: alert.severity
    resourceId: postgresId
    metric: alert.metric
    aggregation: alert.aggregation
    operator: alert.operator
    threshold: alert.threshold
    window: alert.window
    dimension: ''
    actionGroupId: actionGroupId
  }
}]
