import type { TenantId } from '../../src/shared/ids'
import { randomBytes } from 'node:crypto'
import { type PolicyPosition, type PoliciesQuery, searchPolicies } from '../../src/search/policies'
import { readSources } from '../../src/search/sources'
import { addTenant, createTestDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
let tenantKey: TenantId
let other: string
beforeAll(async () => {
  database = await createTestDatabase()
  tenantKey = database.tenant.externalId
  other = (await addTenant(database)).externalId
})
afterAll(() => database.close())
beforeEach(async () => void (await database.sql`truncate policies, policy_assignments, source_states`))

interface Stored {
  tenant?: string
  source?: string
  name: string
  description?: string
  policyType?: string
  removed?: boolean
}

async function store(...rows: Stored[]): Promise<void> {
  for (const [n, row] of rows.entries())
    await database.sql`
      insert into policies (tenant_id, source, graph_id, graph_policy_id, policy_type, name, description, content_hash,
        assignments_state, raw, removed_at)
      values (${row.tenant ?? tenantKey}, ${row.source ?? 's'}, ${`g${n}`}, ${`s/g${n}`}, ${row.policyType ?? 't'}, ${row.name},
        ${row.description ?? null}, 'h', 'read', 'secret', ${row.removed ? '2026-01-01T00:00:00Z' : null})`
}

const search = (
  query: Partial<PoliciesQuery> = {},
  { limit = 200, after = undefined as PolicyPosition | undefined } = {},
) => searchPolicies(database.db, tenantKey, { query: { words: [], includeRemoved: false, ...query }, limit, after })
const names = async (query?: Partial<PoliciesQuery>) => (await search(query)).items.map((item) => item.name)

test('finds by words, source, type and removal, and nothing of another tenant', async () => {
  await store(
    { name: 'BitLocker', description: 'All laptops_' },
    { name: 'Baseline', source: 'intents' },
    { name: 'Gone', removed: true },
    { name: 'Other', policyType: 'compliancePolicy' },
    { name: 'BitLocker of others', tenant: other },
  )
  expect(await names()).toEqual(['Baseline', 'BitLocker', 'Other'])
  expect(await names({ includeRemoved: true })).toContain('Gone')
  expect(await names({ words: ['LAPTOPS_', 'bit'] })).toEqual(['BitLocker'])
  expect(await names({ words: ['laptopsx'] })).toEqual([])
  expect(await names({ source: 'intents' })).toEqual(['Baseline'])
  expect(await names({ policyType: 'compliancePolicy' })).toEqual(['Other'])
})

test('pages contain every policy once and in order, also with equal and very long names', async () => {
  const long = `n${randomBytes(1_500).toString('hex')}`
  await store(...['b', 'a', 'a', long, `${long}2`, 'c', 'a'].map((name, n) => ({ name, source: n % 2 ? 'x' : 'y' })))
  const seen: string[] = []
  let after: PolicyPosition | undefined
  do {
    const { items, next } = await search({}, { limit: 2, after })
    seen.push(...items.map((item) => `${item.name.slice(0, 1)} ${item.source} ${item.policyId}`))
    after = next ?? undefined
  } while (after)
  expect(seen).toHaveLength(7)
  expect(new Set(seen).size).toBe(7)
  expect(seen).toEqual([...seen].sort())
})

test('a policy has its assignments and template, and never its raw JSON', async () => {
  await store({ name: 'P' }, { name: 'Q', removed: true })
  await database.sql`update policies set template_id = 'tid', template_family = 'baseline', scope_tag_ids = '["0"]',
    modified_at = '2026-01-02T03:04:05.678Z' where name = 'P'`
  for (const tenant of [tenantKey, other])
    await database.sql`insert into policy_assignments values (${tenant}, 's', 'g0', 'k', 'group', ${`group of ${tenant}`}, 'G',
      'f', 'F', 'include', null)`
  const { items } = await search()
  expect(items).toEqual([
    {
      policyId: 's/g0',
      source: 's',
      name: 'P',
      policyType: 't',
      odataType: null,
      description: null,
      platforms: null,
      technologies: null,
      template: { id: 'tid', family: 'baseline', version: null },
      scopeTagIds: ['0'],
      createdAt: null,
      modifiedAt: '2026-01-02T03:04:05.678Z',
      contentHash: 'h',
      assignmentsState: 'read',
      assignments: [
        {
          target: 'group',
          groupId: `group of ${tenantKey}`,
          groupName: 'G',
          filterId: 'f',
          filterName: 'F',
          filterMode: 'include',
          intent: null,
        },
      ],
      firstSeenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      lastSeenAt: expect.any(String),
      lastFullReadAt: expect.any(String),
      removedAt: null,
    },
  ])
  expect((await search({ words: ['q'], includeRemoved: true })).items).toMatchObject([
    { template: null, assignments: [], removedAt: '2026-01-01T00:00:00.000Z' },
  ])
})

test('sources show when they were read last and since when they are stale', async () => {
  await database.sql`insert into source_states (tenant_id, source, last_full_read_at, stale_since, stale_code) values
    (${tenantKey}, 'a', '2026-01-01T00:00:00Z', null, null),
    (${tenantKey}, 'b', null, '2026-01-02T00:00:00Z', 'graph.forbidden'), (${other}, 'c', null, null, null)`
  expect(await readSources(database.db, tenantKey)).toEqual([
    { source: 'a', lastFullReadAt: '2026-01-01T00:00:00.000Z', staleSince: null, code: null },
    { source: 'b', lastFullReadAt: null, staleSince: '2026-01-02T00:00:00.000Z', code: 'graph.forbidden' },
  ])
})
