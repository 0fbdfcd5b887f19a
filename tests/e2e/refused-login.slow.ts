import { databaseRoles } from '../../src/db/access/rules'
import { ServiceBusClient } from '@azure/service-bus'
import type { ManualClock } from '../../local/clock'
import type { Backend } from '../support/backend'
import { type BackendOfLogin, startBackendOfLogin } from '../support/backend-of-login'
import type { DatabaseRole } from '../support/database-role'
import { until } from '../support/until'

jest.setTimeout(120_000)

const queue = 'intune-sync-queue'
const messages = 20

let started: BackendOfLogin
let role: DatabaseRole
let backend: Backend
let clock: ManualClock
beforeEach(async () => {
  started = await startBackendOfLogin()
  ;({ role, backend, clock } = started)
})
afterEach(() => started.stop())

/** Adds runs of as many tenants, and sends their messages to the broker. */
async function sendRuns(): Promise<void> {
  const { sql, tenant } = backend.database
  await sql`insert into tenants (workspace_id, entra_tenant_id, display_name, status)
    select ${tenant.workspaceId}, ${tenant.entraTenantId} || ' ' || n, 'T', 'active' from generate_series(1, ${messages}) n`
  const runs = await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, dispatched_at, sent_at)
    select workspace_id, external_id, 'policy.reflatten', 'sync', 'x', now(), now() from tenants
    where display_name = 'T' returning id`
  const client = new ServiceBusClient(backend.broker.connectionString)
  await client.createSender(queue).sendMessages(runs.map((run) => ({ body: { v: 1, runId: run.id as string } })))
  await client.close()
}

const postponed = (code: string) =>
  backend.lines.filter((line) => line.includes('"event":"message_postponed"') && line.includes(`"${code}"`)).length

/** Delivers what was postponed, until all runs have ended. */
async function deliverPostponed(): Promise<void> {
  const left = () => backend.database.sql`select 1 from runs where lane is not null and finished_at is null`
  await until('all runs have ended', async () => {
    clock.advance(1_000)
    return (await left()).length === 0
  })
}

const statuses = () =>
  backend.database.sql`select status, count(*)::int as runs from runs where lane is not null group by 1`

test.each([
  {
    what: 'the password of the login was changed',
    code: 'db.unavailable',
    refuse: () => role.setPassword('rotated'),
    allow: () => role.setPassword(role.password),
  },
  {
    what: 'the login lost its right to the schema',
    code: 'db.forbidden',
    refuse: () =>
      backend.database.sql.unsafe(`revoke usage on schema tenantpilot from ${Object.values(databaseRoles).join(', ')}`),
    allow: () =>
      backend.database.sql.unsafe(`grant usage on schema tenantpilot to ${Object.values(databaseRoles).join(', ')}`),
  },
])('3: while $what, messages are postponed, none is dead-lettered, and afterwards all runs succeed', async (change) => {
  expect(await backend.sync()).toMatchObject({ status: 'succeeded' })
  await change.refuse()
  expect(await role.endSessions()).toBeGreaterThan(0)
  await sendRuns()
  await until('every message was postponed', () => postponed(change.code) >= messages)
  await until('no message is left in the queue', async () => {
    const { active, locked } = await backend.broker.queue(queue)
    return active + locked === 0
  })
  expect(await backend.broker.queue(queue)).toMatchObject({ scheduled: messages, deadLettered: 0 })
  expect(backend.lines.filter((line) => line.includes('"event":"message_thrown"'))).toEqual([])
  await change.allow()
  await deliverPostponed()
  expect(await statuses()).toEqual([{ status: 'succeeded', runs: messages + 1 }])
  expect((await backend.broker.queue(queue)).deadLettered).toBe(0)
})
