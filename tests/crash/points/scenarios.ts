import { messageScenarios } from './message-scenarios'
import type { Scenario } from './scenario'
import { callers, expired, insertRun, runId, sent, startRequest, tenants, unsent, workspaceId } from './tenants'

const { main, b, c, d, e, f } = tenants

/** A second sync of a tenant in which something of everything has changed. */
const sync: Scenario = { name: 'sync', run: ({ call }) => call('startSync', callers.watched, startRequest()) }

/** One pass over one broken thing of each kind: an expired lease, twice, an idle lane, a due schedule, an unsent message, an old run. */
const reconcile: Scenario = {
  name: 'reconcile',
  messages: 0,
  async prepare(sql) {
    await insertRun(sql, 1, main, expired, { status: 'running', attempt: 1 })
    await insertRun(sql, 2, b)
    await sql`insert into schedules (tenant_id, operation, every_minutes) values (${c.key}, 'policy.sync', 60)`
    await insertRun(sql, 3, d, unsent)
    await insertRun(sql, 4, e, expired, { status: 'running', attempt: 5, failures: 4 })
    await insertRun(sql, 5, e)
    await insertRun(sql, 6, f, `${sent}, finished_at = now() - interval '91 days'`, { status: 'succeeded', attempt: 1 })
  },
  run: ({ call }) => call('reconcile', 'http'),
}

/** A person ends a run that waits, and the next one of its lane has its turn. */
const cancel: Scenario = {
  name: 'cancel',
  messages: 0,
  async prepare(sql) {
    await insertRun(sql, 1, b, sent, { attempt: 1 })
    await insertRun(sql, 2, b)
  },
  run: ({ call }) =>
    call('cancelRun', { caller: callers.watched, capability: 'runs.cancel' }, b.key, runId(1)).catch((error: Error) => {
      if (error.message !== 'run.ended') throw error // it was cancelled, only the answer was lost
    }),
}

/** The first sync of a tenant with a single policy, crashed at its items. */
export const onePolicy: Scenario = {
  name: 'one policy',
  only: /^runs\/ledger\/record-item/,
  run: ({ call }) => call('startSync', callers.watched, startRequest(b)),
}

/** A first sync that needs many names at once, of a tenant without a licence for one source. */
const names: Scenario = {
  name: 'names',
  only: /^intune\/(definitions\/catalog-lease|store\/apply-sweep: insert into source_states \(2\))/,
  prepare: (sql) => sql`delete from setting_definitions`,
  run: ({ call }) => call('startSync', callers.watched, startRequest(f)),
}

/** A start with a key: it is let in, and admitted under the tenant's lock, in a transaction of several statements. */
const keyedStart: Scenario = {
  name: 'keyed start',
  messages: 0,
  only: /^(runs\/ledger\/admit|audit|access\/once)/,
  run: ({ call }) => call('startSync', callers.watched, startRequest(b), { key: '1', route: 'start', body: {} }),
}

/** What an owner does: each request is one transaction, and is sent again when its answer was lost. */
const manage: Scenario = {
  name: 'manage',
  messages: 0,
  only: /^(access|tenants|audit|notifications|runs\/schedules)\//,
  async prepare(sql) {
    await insertRun(sql, 1, e, `${sent}, finished_at = now()`, { status: 'succeeded', attempt: 1 })
    const recipient = `${callers.first.tid}/${callers.first.oid}`
    await sql`insert into notifications (recipient, workspace_id, tenant_id, run_id, event, status, at)
      select ${recipient}, workspace_id, tenant_id, id, 1, 'succeeded', now() from runs where id = ${runId(1)}`
  },
  async run({ call }) {
    let asked = 0
    const ask = (name: string, capability: string, ...args: unknown[]) =>
      call('request', name, { caller: callers.first, capability, repeatable: { key: String(++asked), route: name, body: {} } }, ...args) // prettier-ignore
    const again =
      (...codes: string[]) =>
      (error: Error) => {
        if (!codes.includes(error.message)) throw error // it was done, only the answer was lost
      }
    await ask('registerTenant', 'tenants.register', workspaceId, { entraTenantId: runId(7), name: 'New' })
    await ask('changeTenant', 'tenants.edit', b.key, { name: 'Renamed', paused: true })
    const account = { tid: callers.first.tid, oid: runId(8) }
    const grant = await ask('giveGrant', 'grants.edit', workspaceId, { ...account, tenantId: c.key, role: 'reader', label: '' }) // prettier-ignore
    await ask('giveGrant', 'grants.edit', workspaceId, { ...account, tenantId: null, role: 'reader', label: 'key' })
    await ask('takeGrant', 'grants.edit', workspaceId, (grant as { id: string }).id).catch(again('grant.unknown'))
    const nightly = {
      everyMinutes: null,
      cron: '0 2 * * *',
      timeZone: 'UTC',
      jitterMinutes: 0,
      paused: false,
      input: {},
    }
    await ask('setSchedule', 'schedules.edit', e.key, 'policy.sync', nightly)
    await ask('setSchedule', 'schedules.edit', f.key, 'policy.sync', nightly)
    await ask('removeSchedule', 'schedules.edit', f.key, 'policy.sync').catch(again('schedule.unknown'))
    await ask('readNotifications', 'notifications.read', { upTo: 1_000_000 })
    await ask('requestConsent', 'tenants.activate', c.key)
    await ask('removeTenant', 'tenants.remove', d.key).catch(again('access.denied'))
  },
}

export const scenarios: readonly Scenario[] = [sync, reconcile, cancel, names, keyedStart, manage, ...messageScenarios]
