import type { Json } from '../../local/simulator/json'
import { start, tenantId } from '../local/simulator/harness'
import { type Answer, type Backend, startBackend } from '../support/backend'
import { graphReader } from '../support/graph-reader'
import { product } from './support/product'
import { expectComplete } from './support/expect-complete'

let backend: Backend
let read: (path: string) => Promise<Answer[]>
let run: Answer
let rows: Answer[]

beforeAll(async () => {
  backend = await startBackend({ content: { policies: 40, seed: 3 } })
  read = await graphReader(backend.simulator, backend.database.tenant.entraTenantId)
  run = await backend.sync()
  rows = await backend.database.sql`select * from policy_settings`
}, 90_000)
afterAll(() => backend.stop())

/** Every `settingDefinitionId` that catalog policies use at the top, as they write it, and the catalog by lower-cased id. */
async function usedAndKnown() {
  const policies = await read('deviceManagement/configurationPolicies')
  const settings = policies.map(({ id }) => read(`deviceManagement/configurationPolicies/${id}/settings`))
  const used = (await Promise.all(settings)).flat().map(({ settingInstance }) => settingInstance.settingDefinitionId)
  const catalog = await read('deviceManagement/configurationSettings')
  const known = new Map(catalog.map((one) => [one.id.toLowerCase(), one]))
  return { used: [...new Set<string>(used)], known }
}

const segment = (id: string) => id.replaceAll('%', '%25').replaceAll('/', '%2F')
const rowsOf = (id: string) =>
  rows.filter(({ setting_path: path }) => path === segment(id) || path.startsWith(`${segment(id)}/`))

test('id case: a setting whose definition id differs only in case has the definition’s name and its own path', async () => {
  const { used, known } = await usedAndKnown()
  const differing = used.filter((id) => (known.get(id.toLowerCase())?.id ?? id) !== id)
  expect(differing.length).toBeGreaterThan(3)
  for (const id of differing) {
    const { displayName, name } = known.get(id.toLowerCase())
    const label = String(displayName || name).replaceAll(/\s+/g, ' ')
    expect(rowsOf(id).length).toBeGreaterThan(0)
    if (label.startsWith('Top Level')) continue // the API's wrapper, which the portal does not show
    for (const row of rowsOf(id)) expect(row.setting_name.startsWith(label)).toBe(true)
  }
})

test('unknown definitions: a setting without a definition in Graph has rows that are named by its id', async () => {
  const { used, known } = await usedAndKnown()
  const unknown = used.filter((id) => !known.has(id.toLowerCase()))
  expect(unknown.length).toBeGreaterThan(0)
  expect(run).toMatchObject({ status: 'succeeded', counts: { policies: 40, failed: 0 } })
  for (const id of unknown) {
    const word = id.match(/[a-z0-9]+/gi)!.at(-1)!
    expect(rowsOf(id).length).toBeGreaterThan(0)
    for (const row of rowsOf(id)) expect(row.setting_name.toLowerCase()).toContain(word.toLowerCase())
  }
})

test('LOC NEEDED is not used as a name, but the property’s own words', async () => {
  const definitions = await read('deviceManagement/settingDefinitions')
  const nameless = definitions.filter(({ displayName }) => displayName.startsWith('LOC NEEDED')).map(({ id }) => id)
  const concerned = rows.filter(({ definition_id: id }) => nameless.includes(id))
  expect(concerned.length).toBeGreaterThan(0)
  for (const { setting_name: name } of concerned) expect(name).toMatch(/^\p{Lu}\p{L}/u)
  const texts = rows.flatMap((row) => [row.setting_name, row.setting_value, row.category])
  expect(texts.filter((text) => text?.includes('LOC NEEDED'))).toEqual([])
})

test('values without @odata.type and with auditRuleInformation give the same rows and content hash', async () => {
  const simulator = await start({ tenants: [{ entraTenantId: tenantId, policies: 40, seed: 3 }] })
  const { sync } = product(simulator)
  const before = await sync()
  const collections = ['configurationPolicies', 'compliancePolicies']
  for (const collection of collections)
    for (const { id } of simulator.control.list(tenantId, collection) as { id: string }[]) {
      const { settings, lastModifiedDateTime } = simulator.control.get(tenantId, collection, id)
      simulator.control.patch(tenantId, collection, id, { settings: bare(settings!), lastModifiedDateTime } as never)
    }
  const [first] = simulator.control.list(tenantId, collections[0]!).filter(({ settings }) => Number(settings) > 0)
  const served = JSON.stringify(await simulator.all(`/beta/deviceManagement/configurationPolicies/${String(first!['id'])}/settings`)) // prettier-ignore
  expect(served).toContain('auditRuleInformation')
  expect(served).not.toMatch(/Configuration\w+Value"/)
  const after = await sync()
  expectComplete(simulator, after)
  for (const [key, { rows, details }] of before.policies) {
    const again = after.policies.get(key)!
    expect([key, again.rows]).toEqual([key, rows])
    expect([key, again.details!.contentHash]).toEqual([key, details!.contentHash])
  }
})

/** Drops the types of values, not of instances, as Graph does after an update. */
function bare(value: Json): Json {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  const isValue = 'settingValueTemplateReference' in value
  const kept = Object.entries(value).filter(([key]) => !isValue || key !== '@odata.type')
  const object = Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner)]))
  return isValue ? { auditRuleInformation: null, ...object } : object
}
