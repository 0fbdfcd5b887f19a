import type { Scenario } from './scenario'
import { insertRun, runId, sent, tenants } from './tenants'

const { b } = tenants

/** All but the steps of reconcile, which follows every message: two scenarios have those. */
const ownSteps = /^(?!runs\/schedules|runs\/reconcile|runs\/ledger\/purge|intune\/store\/purge|commit \(nothing)/

/** One run of one tenant, and one message for it. */
const oneMessage: Pick<Scenario, 'messages' | 'only' | 'prepare' | 'run'> = {
  messages: 1,
  only: ownSteps,
  prepare: (sql) => insertRun(sql, 1, b, sent),
  run: ({ sendByHand }) => sendByHand(runId(1)),
}

/**
 * A failed run whose message somebody sends by hand. One that comes back is never taken for sent by hand: if the process
 * dies before the run is taken up again, the message ends dead-lettered once more, and has to be sent once more.
 */
const readmit: Scenario = {
  ...oneMessage,
  name: 'readmit',
  resendsDeadLetters: true,
  async prepare(sql) {
    const times = `${sent}, finished_at = now() - interval '1 hour'`
    await insertRun(sql, 1, b, times, { status: 'failed', attempt: 1, failed_by: '999' })
    await sql`insert into run_items (run_id, item_key, attempt, source, outcome, code)
      values (${runId(1)}, 'configurationPolicies', 1, 'configurationPolicies', 'failed', 'graph.unavailable')`
  },
}

/** The same, after a newer run of the same identity has succeeded. */
const superseded: Scenario = {
  ...readmit,
  name: 'superseded',
  only: /^runs\/ledger\/readmit/,
  async prepare(sql) {
    await readmit.prepare?.(sql)
    await insertRun(sql, 2, b, `${sent}, finished_at = now()`, { status: 'succeeded', attempt: 1 })
  },
}

/** A message that comes before its run is due. */
const early: Scenario = {
  ...oneMessage,
  name: 'early message',
  prepare: (sql) => insertRun(sql, 1, b, `${sent}, due_at = now() + interval '1 hour'`, { attempt: 1 }),
}

/** The host wants to stop while a run works: it gives its place back and goes on elsewhere. */
const drain: Scenario = {
  ...oneMessage,
  name: 'drain',
  async run({ callOnce, sendByHand }) {
    await callOnce('drain')
    await sendByHand(runId(1))
  },
}

/** A run that nobody can work on: failed, its message dead-lettered, and the next one of its lane has its turn. */
const bug: Scenario = {
  ...oneMessage,
  name: 'bug',
  async prepare(sql) {
    const operation = 'no.such.operation'
    await insertRun(sql, 1, b, sent, { operation, identity: operation })
    await insertRun(sql, 2, b)
  },
}

/** The database is away while the message is there. */
const databaseAway: Scenario = {
  ...oneMessage,
  name: 'database away',
  async run({ cutDatabase, sendByHand }) {
    cutDatabase()
    await sendByHand(runId(1))
  },
}

/** Graph asks for patience. */
const throttled: Scenario = {
  ...oneMessage,
  name: 'throttled',
  only: /^tenants\/postpone-graph/,
  async run({ callOnce, sendByHand }) {
    await callOnce('throttleOnce')
    await sendByHand(runId(1))
  },
}

/** What a message may meet. */
export const messageScenarios: readonly Scenario[] = [readmit, superseded, early, drain, bug, databaseAway, throttled]
