import { tenants } from './bench'
import { id, insertRun, sent } from './rows'
import type { Scenario } from './scenario'

const { b } = tenants

/** All but the steps of the pass of `tick` that follows every message: two plays have those. */
const ownSteps = /^(?!ledger\/schedules|ledger\/reconcile|commit \(nothing)/

/**
 * A failed run whose message somebody sends by hand. One that comes back is never taken for sent by hand: if the process
 * dies before the run is taken up again, the message ends dead-lettered once more, and has to be sent once more.
 */
const readmit: Scenario = {
  name: 'readmit',
  redriven: true,
  messages: 1,
  only: ownSteps,
  async prepare(sql) {
    const times = `${sent}, finished_at = now() - interval '1 hour'`
    await insertRun(sql, {
      id: id(1),
      tenant_id: b.key,
      status: 'failed',
      attempt: 1,
      failed_by: '999',
      requested_by: '1',
      times,
    })
    await sql`insert into run_items (run_id, item_key, attempt, source, outcome, code)
      values (${id(1)}, 'configurationPolicies', 1, 'configurationPolicies', 'failed', 'graph.unavailable')`
  },
  act: ({ sendByHand }) => sendByHand(id(1)),
}

/** A message that comes before its run is due. */
const early: Scenario = {
  name: 'early message',
  messages: 1,
  only: ownSteps,
  prepare: (sql) =>
    insertRun(sql, {
      id: id(1),
      tenant_id: b.key,
      attempt: 1,
      requested_by: '1',
      times: `${sent}, due_at = now() + interval '1 hour'`,
    }),
  act: ({ sendByHand }) => sendByHand(id(1)),
}

/** The host wants to stop while a run works: it gives its place back and goes on elsewhere. */
const drain: Scenario = {
  name: 'drain',
  messages: 1,
  only: ownSteps,
  prepare: (sql) => insertRun(sql, { id: id(1), tenant_id: b.key, requested_by: '1', times: sent }),
  async act({ tellVictim, sendByHand }) {
    await tellVictim('drain')
    await sendByHand(id(1))
  },
}

/** A run that nobody can work on: failed, its message dead-lettered, and the next one of its lane has its turn. */
const bug: Scenario = {
  name: 'bug',
  messages: 1,
  only: ownSteps,
  async prepare(sql) {
    const operation = 'no.such.operation'
    await insertRun(sql, {
      id: id(1),
      tenant_id: b.key,
      operation,
      identity: operation,
      requested_by: '1',
      times: sent,
    })
    await insertRun(sql, { id: id(2), tenant_id: b.key, requested_by: '2' })
  },
  act: ({ sendByHand }) => sendByHand(id(1)),
}

/** The database is away while the message is there. */
const hold: Scenario = {
  name: 'database away',
  messages: 1,
  only: ownSteps,
  prepare: (sql) => insertRun(sql, { id: id(1), tenant_id: b.key, requested_by: '1', times: sent }),
  async act({ databaseAway, sendByHand }) {
    databaseAway(true)
    await sendByHand(id(1))
  },
}

/** Graph asks for patience. */
const throttled: Scenario = {
  name: 'throttled',
  messages: 1,
  only: /^ledger\/throttled/,
  prepare: (sql) => insertRun(sql, { id: id(1), tenant_id: b.key, requested_by: '1', times: sent }),
  async act({ tellVictim, sendByHand }) {
    await tellVictim('throttleOnce')
    await sendByHand(id(1))
  },
}

/** What a message may meet. */
export const messageScenarios: readonly Scenario[] = [readmit, early, drain, bug, hold, throttled]
