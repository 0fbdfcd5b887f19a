// Sends one log record as the app does, signed in with the managed identity of its environment. Arguments as JSON:
// connectionString, clientId.
'use strict'
const { createManagedIdentity } = require('../../dist/src/managed-identity')
const { startAzureMonitor } = require('../../dist/src/telemetry/azure-monitor')

const { connectionString, clientId } = JSON.parse(process.argv[2])
const credential = createManagedIdentity(clientId, { now: () => Date.now() })
const { sink, close } = startAzureMonitor({ connectionString, samplingRatio: 0, credential })
sink('tick', 'info', { waiting: 0 })
void close().then(() => process.exit(0))
