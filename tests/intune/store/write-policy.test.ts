import { gunzipSync, gzipSync } from 'node:zlib'
import type { Run } from '../../../src/runs/ledger/types'
import type { Assignment, PolicyDetails } from '../../../src/intune/stored/policy-unit'
import { writePolicy } from '../../../src/intune/store/write-policy'
import { recordItem } from '../../../src/runs/ledger/record-item'
import { claim } from '../../../src/runs/ledger/claim'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { admitTest, claimRun } from '../../support/runs'
import { until } from '../../support/until'
import { policyDetails, policyUnit } from '../../support/units'

let database: TestDatabase
let run: Run
beforeEach(async () => {
  database = await createTestDatabase()
  run = await claimRun(database, (await admitTest(database)).runId)
})
afterEach(() => database.close())

const setting = { path: 'a', name: 'A', value: '1', valueType: 'string' as const, raw: '"1"' }
const rows = [{ ...setting, definitionId: null, category: null, isDefault: null }]
const id = '8f6c1d0e-5a0b-4d5c-9a51-0d2c3b4a5f60'

const write = (details: PolicyDetails | null, { attempt = run.attempt, value = '1' } = {}) =>
  writePolicy(
    database.db,
    { runId: run.id, attempt, appKey: database.tenant.appKey },
    policyUnit({ source: 's', graphPolicyId: id, rows: rows.map((row) => ({ ...row, value })), details }),
  )
const policy = async () => (await database.sql`select *, xmin::text from policies`)[0]!
const assigned = () => database.sql`select * from policy_assignments order by assignment_key`

const toGroup = (groupId: string, more: Partial<Assignment> = {}): Assignment => ({
  key: `group ${groupId}`,
  targetKind: 'group',
  groupId,
  groupName: `Name of ${groupId}`,
  filterId: null,
  filterName: null,
  filterMode: null,
  intent: null,
  ...more,
})

test('stores a policy’s metadata and its exact JSON', async () => {
  const metadata = { odataType: '#t', description: 'd', scopeTagIds: ['0', '7'], createdAt: '2026-01-02T03:04:05.000Z' }
  await write(policyDetails({ metadata, raw: gzipSync('{"a":1}'), contentHash: 'h1' }))
  const kept = await policy()
  expect(kept).toMatchObject({
    tenant_id: database.tenant.externalId,
    source: 's',
    graph_id: id,
    graph_policy_id: id,
    odata_type: '#t',
    description: 'd',
    platforms: null,
    scope_tag_ids: ['0', '7'],
    created_at: new Date('2026-01-02T03:04:05Z'),
    content_hash: 'h1',
    assignments_state: 'read',
    removed_at: null,
  })
  expect(gunzipSync(kept.raw as Buffer).toString()).toBe('{"a":1}')
})

test('a policy seen again keeps its first time, gets new last times, and is no longer removed', async () => {
  await write(policyDetails())
  await database.sql`update policies set first_seen_at = first_seen_at - interval '1 day', last_seen_at = now() - interval '1 day',
    last_full_read_at = now() - interval '1 day', removed_at = now()`
  const before = await policy()
  await write(policyDetails())
  const after = await policy()
  expect(after.first_seen_at).toEqual(before.first_seen_at)
  expect(after.last_seen_at.getTime()).toBeGreaterThan(before.last_seen_at.getTime() + 3_600_000)
  expect(after.last_full_read_at.getTime()).toBeGreaterThan(before.last_full_read_at.getTime() + 3_600_000)
  expect(after.removed_at).toBeNull()
})

test('assignments are replaced by those read last; a group without a readable name keeps its stored name', async () => {
  await write(policyDetails({ assignments: [toGroup('g1'), toGroup('g2')], assignmentsHash: 'a1' }))
  const all: Assignment = { ...toGroup('x'), key: 'allUsers', targetKind: 'allUsers', groupId: null, groupName: null }
  const filtered = toGroup('g2', { groupName: null, filterId: 'f', filterName: 'F', filterMode: 'exclude' })
  await write(policyDetails({ assignments: [filtered, all], assignmentsHash: 'a2' }))
  expect(await assigned()).toMatchObject([
    { target_kind: 'allUsers', group_id: null, group_name: null },
    {
      target_kind: 'group',
      group_id: 'g2',
      group_name: 'Name of g2',
      filter_id: 'f',
      filter_name: 'F',
      filter_mode: 'exclude',
    },
  ])
  expect(await policy()).toMatchObject({ assignments_hash: 'a2', assignments_state: 'read' })
})

test('unreadable assignments leave the stored ones, and the policy is marked', async () => {
  await write(policyDetails({ assignments: [toGroup('g1')], assignmentsHash: 'a1' }))
  await write(policyDetails({ assignments: 'unreadable', assignmentsHash: null }))
  expect(await assigned()).toMatchObject([{ group_id: 'g1' }])
  expect(await policy()).toMatchObject({ assignments_hash: 'a1', assignments_state: 'unreadable' })
})

test('rows made again from the stored policy keep the time of its read, and change neither policy nor assignments', async () => {
  await write(policyDetails({ assignments: [toGroup('g1')], assignmentsHash: 'a1' }))
  await database.sql`update policies set last_full_read_at = '2026-01-01T12:00:00Z'`
  const before = await policy()
  await write(null, { value: 'One' })
  expect(await policy()).toEqual(before)
  expect(await assigned()).toHaveLength(1)
  const [row] = await database.sql`select setting_value, last_synced_at::text from policy_settings`
  expect(row).toEqual({ setting_value: 'One', last_synced_at: '2026-01-01 12:00:00' })
})

test('an attempt that is no longer the run’s writes neither policy nor assignments', async () => {
  await database.sql`update runs set attempt = attempt + 1`
  expect(await write(policyDetails({ assignments: [toGroup('g1')] }))).toBeUndefined()
  expect(await database.sql`select 1 from policies`).toEqual([])
  expect(await assigned()).toEqual([])
})

test.each(['queued', 'succeeded', 'failed', 'cancelled'])(
  'the attempt of a run that is %s by now writes neither policy nor item, nor a failed item',
  async (status) => {
    await database.sql`update runs set status = ${status}, lease_until = null,
      finished_at = case when ${status} <> 'queued' then now() end`
    expect(await write(policyDetails({ assignments: [toGroup('g1')] }))).toBeUndefined()
    const { id: runId, attempt } = run
    const item = { key: 's/p', source: 's', label: 'p', outcome: 'failed' as const }
    expect(await recordItem(database.db, { runId, attempt }, item)).toBe(false)
    const written = await database.sql`select graph_id from policies union all select item_key from run_items
      union all select setting_name from policy_settings`
    expect([written, await assigned()]).toEqual([[], []])
  },
)

test('a late write of an older attempt does not overwrite a newer one', async () => {
  await database.sql`update runs set attempt = 2`
  await write(policyDetails({ assignments: [toGroup('new')], contentHash: 'new' }), { attempt: 2 })
  await database.sql`update runs set attempt = 1`
  expect(
    await write(policyDetails({ assignments: [toGroup('old')], contentHash: 'old' }), { attempt: 1 }),
  ).toBeUndefined()
  expect(await policy()).toMatchObject({ content_hash: 'new' })
  expect(await assigned()).toMatchObject([{ group_id: 'new' }])
})

test('19. a statement of an older attempt ends before the next attempt begins: none of its extra rows stays', async () => {
  const { db, sql, tenant } = database
  const unit = (paths: string[]) =>
    policyUnit({ source: 's', graphPolicyId: id, rows: paths.map((path) => ({ ...rows[0]!, path, name: path })) })
  const writer = (attempt: number) => ({ runId: run.id, attempt, appKey: tenant.appKey })
  await sql`update runs set lease_until = now() - interval '1 second'`
  let second: Promise<unknown> | undefined
  await db.transaction(async (tx) => {
    await writePolicy(tx, writer(run.attempt), unit(['a', 'extra']))
    second = claim(db, run.id).then(async (next) => writePolicy(db, writer(next!.attempt), unit(['a'])))
    await until('the second attempt waits', async () => {
      const [row] = await sql`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      return row!.n === 1
    })
  })
  await second
  expect(await sql`select setting_path from policy_settings`).toEqual([{ setting_path: 'a' }])
})
