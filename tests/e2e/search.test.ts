import { findSettings } from '../../cli/api-client'
import { type Backend, startBackend } from '../support/backend'
import { addTenant } from '../support/database'

jest.setTimeout(90_000)

let backend: Backend
let tenant: string
beforeAll(async () => {
  backend = await startBackend({ content: { policies: 12, seed: 5 } })
  tenant = backend.database.tenant.externalId
  await backend.sync()
})
afterAll(() => backend.stop())

const get = (path: string, of = tenant) => backend.call('GET', `tenants/${of}/${path}`)

test('pages of settings contain every stored row once, and show how current the sources are', async () => {
  const { sql } = backend.database
  const [{ count } = { count: 0 }] = await sql`select count(*)::int from policy_settings where is_default is not true`
  const paths: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await get(`settings?limit=37${cursor ? `&cursor=${cursor}` : ''}`)
    expect(page.status).toBe(200)
    paths.push(
      ...page.body.items.map(
        (item: { policyId: string; settingPath: string }) => `${item.policyId} ${item.settingPath}`,
      ),
    )
    cursor = page.body.nextCursor
    expect(page.body.sources).toContainEqual({
      source: 'configurationPolicies',
      lastFullReadAt: expect.stringMatching(/Z$/),
      staleSince: null,
      code: null,
    })
  }
  expect(paths).toHaveLength(count)
  expect(new Set(paths).size).toBe(count)
})

test('found settings contain the words, also through the client of the commands', async () => {
  const [row] = await backend.database.sql`select setting_name, setting_value, source from policy_settings
    where is_default is not true and length(setting_value) > 3 order by id limit 1`
  const word = String(row!.setting_name).split(/\s+/).at(-1)!.toUpperCase()
  const token = async () => backend.simulator.apiToken()
  const api = { url: backend.host.url, token, tenantId: tenant }
  const { items } = await findSettings(api, { q: word, source: row!.source, limit: 1_000 })
  expect(items.map((item) => item.settingName)).toContain(row!.setting_name)
  for (const item of items)
    expect([item.policyName, item.settingName, item.category, item.value].join('\n').toUpperCase()).toContain(word)
})

test('policies are listed with their assignments and without their raw JSON', async () => {
  const { status, body } = await get('policies?limit=200')
  expect(status).toBe(200)
  const [{ count } = { count: 0 }] = await backend.database.sql`select count(*)::int from policies`
  expect(body).toEqual({ items: expect.any(Array), nextCursor: null })
  expect(body.items).toHaveLength(count)
  expect(body.items[0]).not.toHaveProperty('raw')
  const [{ assigned } = { assigned: 0 }] = await backend.database
    .sql`select count(*)::int as assigned from policy_assignments`
  expect(body.items.flatMap((item: { assignments: unknown[] }) => item.assignments)).toHaveLength(assigned)
  const first = await get('policies?limit=1')
  const second = await get(`policies?limit=1&cursor=${first.body.nextCursor}`)
  expect([...first.body.items, ...second.body.items]).toEqual(body.items.slice(0, 2))
})

test('another tenant finds nothing, an unknown one is 403', async () => {
  const other = await addTenant(backend.database)
  for (const route of ['settings', 'policies'])
    expect((await get(route, other.externalId)).body).toMatchObject({ items: [], nextCursor: null })
  expect(await get('settings', '6d0c7d0e-5f0e-4b57-9d2c-0d7f7a1f6c11')).toMatchObject({
    status: 403,
    body: { code: 'access.denied' },
  })
  const { nextCursor } = (await get('settings?limit=1')).body
  expect((await get(`settings?limit=1&cursor=${nextCursor}`, other.externalId)).status).toBe(400)
})

test('a source that can no longer be read is listed with the reason', async () => {
  await backend.database
    .sql`update source_states set stale_since = '2026-01-02T03:04:05Z', stale_code = 'graph.forbidden'
    where source = 'configurationPolicies'`
  expect((await get('settings?limit=1')).body.sources).toContainEqual({
    source: 'configurationPolicies',
    lastFullReadAt: expect.any(String),
    staleSince: '2026-01-02T03:04:05.000Z',
    code: 'graph.forbidden',
  })
})

test.each([
  'settings?limit=0',
  'settings?wrods=x',
  'settings?cursor=x',
  'settings?limit=1&limit=2',
  'policies?value=x',
])('%s is 400 as problem details', async (path) => {
  const answer = await get(path)
  expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid', status: 400 } })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})
