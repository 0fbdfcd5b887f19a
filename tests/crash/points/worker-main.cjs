// The worker process of the crash tests: the compiled app, told by its parent what the triggers would tell it.
const postgresPath = require.resolve('postgres')
const postgres = require(postgresPath)
const timeout = require('../../../dist/src/shared/timeout')

// an overloaded machine must not make the app give up: what is waited for comes, however late
const longMs = 120_000
const patient = (url, options) => postgres(url, { ...options, connect_timeout: longMs / 1000 })
require.cache[postgresPath].exports = Object.assign(patient, postgres)
const { withTimeout } = timeout
timeout.withTimeout = (_ms, ...rest) => withTimeout(longMs, ...rest)

const queues = require('../../../dist/src/runs/queue/service-bus')
const reconciling = require('../../../dist/src/runs/reconcile/reconcile')
const records = require('../../../dist/src/runs/ledger/record-sent')
const postponing = require('../../../dist/src/tenants/postpone-graph')
const { createApp } = require('../../../dist/src/app')
const { readConfig } = require('../../../dist/src/config')
const { policySync } = require('../../../dist/src/operations/policy-sync/record')
const { limits } = require('../../../dist/src/runs/ledger/limits')
const { systemClock } = require('../../../dist/src/shared/clock')

// each attempt beats once and at once: a small sync would end without any, a slow machine would see some more
const { sleep } = systemClock
const beaten = new WeakSet()
systemClock.sleep = (ms, signal) => {
  if (ms !== limits.progressEvery || !signal) return sleep(ms, signal)
  if (beaten.has(signal)) return sleep(600_000, signal)
  beaten.add(signal)
  return Promise.resolve()
}

// what goes on in the background, after the call that began it has been answered
let pending = 0
let idle = []
const track =
  (work) =>
  (...args) => {
    pending++
    // the next piece of work may begin with the end of this one
    return work(...args).finally(() => setImmediate(() => --pending === 0 && idle.splice(0).forEach((go) => go())))
  }
const { createRunQueues } = queues
queues.createRunQueues = (config) => {
  const made = createRunQueues(config)
  return { ...made, send: track(made.send), headEnqueuedAt: track(made.headEnqueuedAt) }
}
reconciling.reconcile = track(reconciling.reconcile)
records.recordSent = track(records.recordSent)
postponing.postponeGraph = track(postponing.postponeGraph)

// what a wrong program would do, for the test that shows that it is found out: the item first, its rows afterwards
function splitWrites() {
  const write = require('../../../dist/src/intune/store/write-policy')
  const { recordItem } = require('../../../dist/src/runs/ledger/record-item')
  const { writePolicy } = write
  write.writePolicy = async (db, writer, unit) => {
    const { source, graphPolicyId, policyName: label } = unit
    await recordItem(db, writer, { key: `${source}/${graphPolicyId}`, source, label, outcome: 'succeeded' })
    return writePolicy(db, writer, unit)
  }
}

let app
const calls = {
  open(settings, variant) {
    if (variant === 'splitWrites') splitWrites()
    app = createApp(readConfig(settings), () => {})
  },
  close: () => app.close(),
  idle: () => pending > 0 && new Promise((resolve) => idle.push(resolve)),
  startSync: (caller, request, repeatable) => app.start({ caller, repeatable }, policySync, request),
  cancelRun: (entry, tenantKey, runId) => app.cancelRun(entry, tenantKey, runId),
  request: (name, ...args) => app[name](...args),
  reconcile: (requestedBy) => app.reconcile(requestedBy),
  runMessage: (lane, body, delivery) => app.runMessage(lane, body, delivery),
  drain: () => app.drain(),
  // Graph answers 429 to the next request
  throttleOnce() {
    const { fetch } = globalThis
    globalThis.fetch = async () => {
      globalThis.fetch = fetch
      return new Response('{"error":{"code":"TooManyRequests"}}', { status: 429, headers: { 'Retry-After': '0' } })
    }
  },
}

process.on('disconnect', () => process.exit(0))
process.on('message', async ({ id, name, args }) => {
  const answer = await Promise.resolve()
    .then(() => calls[name](...args))
    .then(
      (value) => ({ id, value }),
      (error) => ({ id, error: error.code ?? error.message }),
    )
  if (process.connected) process.send(answer)
})
