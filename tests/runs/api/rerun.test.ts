import { policySync } from '../../../src/operations/policy-sync/record'
import { tenantVerify } from '../../../src/operations/tenant-verify/record'
import type { Caller } from '../../../src/access/caller'
import { rerunRun } from '../../../src/runs/api/rerun'
import { type Admitted, startRun } from '../../../src/runs/api/start'
import { claim } from '../../../src/runs/ledger/claim'
import { finish } from '../../../src/runs/ledger/finish'
import { recordItem } from '../../../src/runs/ledger/record-item'
import type { AppError } from '../../../src/shared/errors'
import type { RunId } from '../../../src/shared/ids'
import { callerNamed, operator } from '../../support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from '../../support/database'
import { createTestClock, createTestQueues } from '../../support/harness'
import { admitTest, claimRun, succeededEnding } from '../../support/runs'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.close())

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const records = new Map([policySync, tenantVerify].map((record) => [record.name, record]))

interface Ask {
  caller?: Caller
  cooldownMs?: number
  tenantKey?: string
  key?: string
}

const deps = (cooldownMs = 0) => {
  const { queues, sent } = createTestQueues()
  const { db, enter, startAtOnce } = database
  const recorder = { record: async () => {} }
  const rest = { records, cooldownMs: () => cooldownMs, clock: createTestClock(), log: () => {} }
  return { sent, deps: { db, enter, startAtOnce, queues, recorder, ...rest } }
}

function rerun(runId: RunId, { caller = operator, cooldownMs, tenantKey, key }: Ask = {}): Promise<Admitted> {
  const repeatable = key === undefined ? undefined : { key, route: 'rerun', body: {} }
  const entry = { caller, capability: 'runs.rerun', repeatable } as const
  return rerunRun(deps(cooldownMs).deps, entry, tenantKey ?? database.tenant.externalId, runId)
}

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: AppError) => error.code,
  )

interface Item {
  key: string
  source?: string
  outcome?: 'succeeded' | 'failed'
}

/** A run of an operation that has ended with these items. */
async function endedRun(items: readonly Item[], operation = 'policy.sync'): Promise<RunId> {
  const run = await claimRun(database, (await admitTest(database, { operation, input: { of: operation } })).runId)
  const fence = { runId: run.id, attempt: run.attempt }
  for (const { key, source = 'intents', outcome = 'failed' } of items)
    await recordItem(database.db, fence, { key, source, label: key, outcome })
  await finish(database.db, run, succeededEnding)
  return run.id
}

const inputOf = async (runId: RunId) => (await database.sql`select input from runs where id = ${runId}`)[0]!.input

test('what failed is asked for again by name: GUIDs, other ids, and sources that could not be read', async () => {
  const runId = await endedRun([
    { key: `configurationPolicies/${guid(1)}`, source: 'configurationPolicies' },
    { key: 'intents/T_1' },
    { key: 'intents/intents/T_2' },
    { key: `intents/${guid(2)}`, outcome: 'succeeded' },
    { key: 'deviceConfigurations', source: 'deviceConfigurations' },
    { key: `deviceConfigurations/${guid(3)}`, source: 'deviceConfigurations' },
    { key: 'intents/unreadable-0123456789abcdef' },
  ])
  const { runId: next, deduplicated } = await rerun(runId)
  expect(deduplicated).toBe(false)
  expect(await inputOf(next)).toEqual({
    rerunOf: runId,
    policies: [
      { source: 'configurationPolicies', id: guid(1) },
      { source: 'intents', id: 'T_1' },
      { source: 'intents', id: 'T_2' },
    ],
    sources: ['deviceConfigurations'],
  })
  expect(policySync.input.safeParse(await inputOf(next)).success).toBe(true)
})

test('a rerun is audited and told like a start', async () => {
  const runId = await endedRun([{ key: `intents/${guid(1)}` }])
  const { runId: next } = await rerun(runId)
  const audit = await database.sql`select action, run_id, actor_kind, data from audit_events`
  expect(audit).toEqual([
    { action: 'run.started', run_id: next, actor_kind: 'person', data: { operation: 'policy.sync' } },
  ])
  const events = await database.sql`select kind, actor from run_events where run_id = ${next}`
  expect(events).toEqual([{ kind: 'queued', actor: `${operator.tid}/${operator.oid}` }])
})

test('its message is sent', async () => {
  const runId = await endedRun([{ key: `intents/${guid(1)}` }])
  const { deps: with_, sent } = deps()
  const entry = { caller: operator, capability: 'runs.rerun' } as const
  const { runId: next } = await rerunRun(with_, entry, database.tenant.externalId, runId)
  expect(sent).toMatchObject([{ lane: 'sync', message: { runId: next } }])
})

test('an active rerun is given back, and no cooldown gives back the run before', async () => {
  const runId = await endedRun([{ key: `intents/${guid(1)}` }, { key: `intents/${guid(2)}`, outcome: 'succeeded' }])
  const cooldownMs = 3_600_000
  const first = await rerun(runId, { cooldownMs })
  expect(first.runId).not.toBe(runId)
  expect(await rerun(runId, { cooldownMs })).toMatchObject({ runId: first.runId, deduplicated: true })
})

test('a start of everything is another run than a rerun', async () => {
  const runId = await endedRun([{ key: `intents/${guid(1)}` }])
  const again = await rerun(runId)
  const request = {
    tenantKey: database.tenant.externalId,
    record: policySync,
    input: {},
    force: false,
    trailing: false,
  }
  const started = await startRun(deps().deps, { caller: operator }, { ...request, cooldownMs: 0 })
  expect(started).toMatchObject({ deduplicated: false })
  expect(started.runId).not.toBe(again.runId)
})

test('the same Idempotency-Key gets the same rerun, also after it has ended', async () => {
  const runId = await endedRun([{ key: `intents/${guid(1)}` }])
  const first = await rerun(runId, { key: 'k' })
  const run = (await claim(database.db, first.runId))!
  await finish(database.db, run, succeededEnding)
  expect(await rerun(runId, { key: 'k' })).toMatchObject({ runId: first.runId })
  expect((await rerun(runId)).runId).not.toBe(first.runId)
})

test('a run that has not ended, has no failure, or whose operation does not offer it, is not done again', async () => {
  const { runId: waiting } = await admitTest(database, { operation: 'policy.sync' })
  expect(await codeOf(rerun(waiting))).toBe('run.not_ended')
  await database.sql`delete from runs`
  expect(await codeOf(rerun(await endedRun([{ key: 'intents/x', outcome: 'succeeded' }])))).toBe('run.not_rerunnable')
  expect(await codeOf(rerun(await endedRun([{ key: 'intents/unreadable-0' }])))).toBe('run.not_rerunnable')
  expect(await codeOf(rerun(await endedRun([{ key: 'intents' }], 'tenant.verify')))).toBe('run.not_rerunnable')
  expect(await codeOf(rerun(await endedRun([{ key: 'intents' }], 'from.later')))).toBe('run.not_rerunnable')
})

test('above 500 failures a new start is less work', async () => {
  const runId = await endedRun([])
  await database.sql`insert into run_items (run_id, item_key, attempt, source, outcome)
    select ${runId}, 'intents/intents/' || n, 1, 'intents', 'failed' from generate_series(1, 501) n`
  await expect(rerun(runId)).rejects.toMatchObject({
    code: 'run.not_rerunnable',
    message: 'More than 500 items failed: start it anew.',
  })
  await database.sql`delete from run_items where item_key = 'intents/intents/1'`
  expect(await codeOf(rerun(runId))).toBe('done')
})

test('it needs the role of an operator, a run of this tenant, and a tenant that is active', async () => {
  const runId = await endedRun([{ key: `intents/${guid(1)}` }])
  expect(await codeOf(rerun(runId, { caller: callerNamed('reader') }))).toBe('access.role_too_low')
  expect(await codeOf(rerun(runId, { caller: callerNamed('stranger') }))).toBe('access.denied')
  const other = await addTenant(database)
  expect(await codeOf(rerun(runId, { tenantKey: other.externalId }))).toBe('access.denied')
  await database.sql`update tenants set status = 'paused'`
  expect(await codeOf(rerun(runId))).toBe('tenant.paused')
})
