import { tenants } from './bench'
import { startRequest } from './fixture'
import { messageScenarios } from './message-scenarios'
import { id, insertRun, owed, sent, silent } from './rows'
import type { Scenario } from './scenario'

const { main, b, c, d, e, f } = tenants

/** A second sync of a tenant in which something of everything has changed. */
const sync: Scenario = { name: 'sync', act: ({ call }) => call('startSync', startRequest('watched')) }

/** One pass over one broken thing of each kind: a silent worker, twice, an idle lane, a due schedule, an unsent message. */
const tick: Scenario = {
  name: 'tick',
  messages: 0,
  async prepare(sql) {
    await insertRun(sql, {
      id: id(1),
      tenant_id: main.key,
      status: 'running',
      attempt: 1,
      requested_by: '1',
      times: silent,
    })
    await insertRun(sql, { id: id(2), tenant_id: b.key, requested_by: '2' })
    await sql`insert into schedules (tenant_id, operation, every_minutes) values (${c.key}, 'policy.sync', 60)`
    await insertRun(sql, { id: id(3), tenant_id: d.key, requested_by: '3', times: owed })
    const exhausted = { status: 'running', attempt: 5, failures: 4, times: silent }
    await insertRun(sql, { id: id(4), tenant_id: e.key, requested_by: '4', ...exhausted })
    await insertRun(sql, { id: id(5), tenant_id: e.key, requested_by: '5' })
  },
  act: ({ call }) => call('reconcile', 'http'),
}

/** A person ends a run that waits, and the next one of its lane has its turn. */
const cancel: Scenario = {
  name: 'cancel',
  messages: 0,
  async prepare(sql) {
    await insertRun(sql, { id: id(1), tenant_id: b.key, attempt: 1, requested_by: '1', times: sent })
    await insertRun(sql, { id: id(2), tenant_id: b.key, requested_by: '2' })
  },
  act: ({ call }) =>
    call('cancelRun', b.key, id(1)).catch((error: Error) => {
      if (error.message !== 'run.ended') throw error // it was cancelled, only the answer was lost
    }),
}

/** The first sync of a tenant with a single policy, killed at its items. */
export const small: Scenario = {
  name: 'one policy',
  only: /^settings\/record-item/,
  act: ({ call }) => call('startSync', startRequest('watched', b)),
}

/** A first sync that needs many names at once, of a tenant without a licence for one source. */
const names: Scenario = {
  name: 'names',
  only: /^settings\/(names\/catalog-lease|apply-sweep: insert into source_states \(2\))/,
  prepare: (sql) => sql`delete from setting_definitions`,
  act: ({ call }) => call('startSync', startRequest('watched', f)),
}

export const scenarios: readonly Scenario[] = [sync, tick, cancel, names, ...messageScenarios]
