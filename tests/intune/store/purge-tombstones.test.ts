import { purgeTombstones } from '../../../src/intune/store/purge-tombstones'
import { createTestDatabase, type TestDatabase } from '../../support/database'

let database: TestDatabase
beforeEach(async () => void (database = await createTestDatabase()))
afterEach(() => database.close())

test('20: policies removed long ago go with their assignments, in batches; others stay', async () => {
  const { externalId } = database.tenant
  const days = { old: 91, older: 92, young: 89, living: null }
  for (const [id, removed] of Object.entries(days)) {
    await database.sql`insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, content_hash,
        assignments_state, raw, removed_at)
      values (${externalId}, 's', ${id}, ${id}, 't', ${id}, '', 'read', '', now() - make_interval(days => ${removed}::int))`
    await database.sql`insert into policy_assignments (tenant_id, source, graph_id, assignment_key, target_kind)
      values (${externalId}, 's', ${id}, 'k', 'allUsers')`
  }
  const purge = () => purgeTombstones(database.db, { retentionDays: 90, limit: 1 })
  const left = async () => [
    (await database.sql`select graph_id from policies order by 1`).map((row) => String(row.graph_id)),
    (await database.sql`select graph_id from policy_assignments order by 1`).map((row) => String(row.graph_id)),
  ]
  expect(await purge()).toBe(1)
  expect(await left()).toEqual([
    ['living', 'old', 'young'],
    ['living', 'old', 'young'],
  ])
  expect([await purge(), await purge()]).toEqual([1, 0])
  expect(await left()).toEqual([
    ['living', 'young'],
    ['living', 'young'],
  ])
})
