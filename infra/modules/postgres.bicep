// A server of our own with one database. Entra alone signs in, and its administrator is a group.

@description('Name of the server.')
param name string

@description('Region.')
param location string

@description('Tags of the server.')
param tags object

@description('Size of the server, such as Standard_B1ms.')
param sku string

@description('Size of the disk in GiB.')
param storageGb int

@description('With a second server in another zone. A burstable one cannot.')
param zoneRedundant bool

@description('Closed to the internet.')
param isPrivate bool

@description('Name of the database.')
param databaseName string

@description('Object id of the group of administrators.')
param administratorsGroupId string

@description('Name of that group, which is its login.')
param administratorsGroupName string

@description('Id of the workspace that gets its logs and metrics.')
param workspaceId string

var tier = startsWith(sku, 'Standard_B') ? 'Burstable' : (startsWith(sku, 'Standard_E') ? 'MemoryOptimized' : 'GeneralPurpose')

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: tier }
  properties: {
    version: '17'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }
    storage: { storageSizeGB: storageGb, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: zoneRedundant ? 'ZoneRedundant' : 'Disabled' }
    network: { publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled' }
  }
}

// The server takes one change at a time: each of the following waits for the one before.
resource extensions 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = {
  parent: server
  name: 'azure.extensions'
  properties: { value: 'pg_trgm,btree_gin', source: 'user-override' }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = {
  parent: server
  name: databaseName
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  dependsOn: [extensions]
}

// Flex Consumption has no fixed address without a network of its own: 0.0.0.0 lets in Azure's own addresses.
resource fromAzure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2025-08-01' = if (!isPrivate) {
  parent: server
  name: 'azure'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  dependsOn: [database]
}

resource administrators 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = {
  parent: server
  name: administratorsGroupId
  properties: { principalType: 'Group', principalName: administratorsGroupName, tenantId: tenant().tenantId }
  dependsOn: [database, fromAzure]
}

// On the database and not on the server: a lock there would also keep the firewall rule of a migration from being removed.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keep-database'
  scope: database
  properties: {
    level: 'CanNotDelete'
    notes: 'It is the only place of the exact policies.'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: server
  properties: {
    workspaceId: workspaceId
    logs: [
      { categoryGroup: 'allLogs', enabled: true }
    ]
    metrics: [
      { category: 'AllMetrics', enabled: true }
    ]
  }
}

@description('Id of the server.')
output id string = server.id

@description('Host name of the server.')
output hostName string = server.properties.fullyQualifiedDomainName
