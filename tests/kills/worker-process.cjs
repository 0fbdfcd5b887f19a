// The worker process of the kill tests: the compiled app, told by its parent what the triggers would tell it.
const queues = require('../../dist/src/runs/queue/service-bus')
const { createApp } = require('../../dist/src/app')
const { readConfig } = require('../../dist/src/config')
const { limits } = require('../../dist/src/runs/ledger/limits')
const { systemClock } = require('../../dist/src/shared/clock')

// each attempt beats once and at once: a small sync would end without any, a slow machine would see some more
const { sleep } = systemClock
const beaten = new WeakSet()
systemClock.sleep = (ms, signal) => {
  if (ms !== limits.progressEvery || !signal) return sleep(ms, signal)
  if (beaten.has(signal)) return sleep(600_000, signal)
  beaten.add(signal)
  return Promise.resolve()
}

// sends under way, which a cold connection keeps from the wire for a while
let sending = 0
const { createRunQueues } = queues
queues.createRunQueues = (config) => {
  const made = createRunQueues(config)
  const send = (...args) => {
    sending++
    return made.send(...args).finally(() => sending--)
  }
  return { ...made, send }
}

// what a wrong program would do, for the test that shows that it is found out: the item first, its rows afterwards
function splitWrites() {
  const write = require('../../dist/src/intune/store/write-policy')
  const { recordItem } = require('../../dist/src/runs/ledger/record-item')
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
  sending: () => sending,
  startSync: (request) => app.startSync(request),
  cancelRun: (tenantKey, runId) => app.cancelRun(tenantKey, runId),
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
