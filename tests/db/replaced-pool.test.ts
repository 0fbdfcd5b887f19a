import { sql } from 'drizzle-orm'
import { createEnter } from '../../src/access/enter'
import type { Db } from '../../src/db/database'
import { writePolicy } from '../../src/intune/store/write-policy'
import { finish } from '../../src/runs/ledger/finish'
import { recordItem } from '../../src/runs/ledger/record-item'
import { recordSent } from '../../src/runs/ledger/record-sent'
import type { Run } from '../../src/runs/ledger/types'
import { listPolicies, listSettings } from '../../src/search/list'
import { operator } from '../support/callers'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'
import { item, unit } from '../support/harness'
import { openThroughProxy } from '../support/proxied-database'
import { admitTest, claimRun, failedEnding, succeededEnding } from '../support/runs'

const searching = { caller: operator, capability: 'policies.read' } as const

let database: TestDatabase
let db: Db
let close: () => Promise<void>
beforeEach(async () => {
  database = await createTestDatabase()
  // long enough for a busy machine: only the silence may take longer
  const through = await openThroughProxy(database, { answerWithinMs: 4_000 })
  ;({ db, close } = through)
  await replacePool(through)
})
afterEach(async () => {
  await close()
  await database.close()
})

/** The database answers nothing until the pool has been replaced, then again. */
async function replacePool({ db: replaced, proxy }: Awaited<ReturnType<typeof openThroughProxy>>) {
  const answered = () => replaced.execute(sql`select 1`).then(() => true, () => false) // prettier-ignore
  expect(await answered()).toBe(true)
  proxy.silence()
  expect(await answered()).toBe(false)
  proxy.resume()
  const opened = proxy.opened()
  while (!(await answered()));
  expect(proxy.opened()).toBeGreaterThan(opened)
}

const claimed = async () => claimRun(database, (await admitTest(database)).runId)
const writerOf = ({ id, attempt }: Run) => ({ runId: id, attempt, appKey: database.tenant.appKey })

test('1: after the pool was replaced, a run that is finished has its counts, error and progress as objects', async () => {
  const run = await claimed()
  await recordItem(db, writerOf(run), item('a', 'failed'))
  const progress = { phase: 'x', done: 1, total: 2, metrics: {} }
  const ended = await finish(db, run, { ...failedEnding(), progress })
  expect(ended).toMatchObject({ owned: true, status: 'failed', counts: { total: 1, failed: 1 } })
  const [row] =
    await database.sql`select status, finished_at, jsonb_typeof(counts) as counts, jsonb_typeof(error) as error,
    jsonb_typeof(progress) as progress, counts ->> 'failed' as failed from runs where id = ${run.id}`
  const object = { counts: 'object', error: 'object', progress: 'object' }
  expect(row).toEqual({ status: 'failed', finished_at: expect.any(Date), failed: '1', ...object })
})

test('1: after the pool was replaced, a policy is written with its settings and found by a search', async () => {
  const run = await claimed()
  await writePolicy(db, writerOf(run), unit('p1', 'Enabled'))
  expect(await finish(db, run, succeededEnding)).toMatchObject({ status: 'succeeded', counts: { settings: 1 } })
  const key = database.tenant.externalId
  const throughApi = await openThroughProxy(database, { answerWithinMs: 4_000, role: 'api' })
  await replacePool(throughApi)
  const enter = createEnter(throughApi.db)
  const query = { words: ['enabled'], valueWords: [], includeDefaults: false }
  const found = await listSettings(enter, searching, key, { query, limit: 10 })
  expect(found).toEqual(await listSettings(database.enter, searching, key, { query, limit: 10 }))
  expect(found.items).toMatchObject([{ settingName: 'A', value: 'Enabled', policyName: 'p1' }])
  const anyPolicy = { query: { words: [], includeRemoved: false }, limit: 10 }
  const policies = await listPolicies(enter, searching, key, anyPolicy)
  expect(policies).toEqual(await listPolicies(database.enter, searching, key, anyPolicy))
  expect(policies.items).toHaveLength(1)
  await throughApi.close()
})

test('1: after the pool was replaced, messages are marked as sent', async () => {
  const first = await admitTest(database)
  const { externalId: tenantId, workspaceId } = await addTenant(database)
  const second = await admitTest(database, { tenantId, workspaceId })
  await recordSent(db, [...first.messages, ...second.messages])
  const rows = await database.sql`select sent_at, due_at from runs`
  expect(rows).toEqual([1, 2].map(() => ({ sent_at: expect.any(Date), due_at: expect.any(Date) })))
})
