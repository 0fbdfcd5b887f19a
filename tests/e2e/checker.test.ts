import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Checked, checkerOf } from '../checker/check'
import type { Catalogs } from '../checker/collections'
import { definitionsOf, readDefinitions, readUnconfigured } from '../checker/definitions'
import { readExports } from '../checker/exports'
import type { Row, SourcePolicy } from '../checker/model'
import { tamper } from '../checker/tamper'
import { type Backend, startBackend, type TenantContent } from '../support/backend'
import { control } from '../support/control'
import { sample } from '../support/sample'
import { graphReader } from '../support/graph-reader'

jest.setTimeout(240_000)

const shared = join(__dirname, '..', '..', '..', 'shared')
const definitionFiles = join(shared, 'definitions')
/** The public samples are in a folder beside the project; without it these tests are skipped. */
const have = existsSync(join(shared, 'samples')) && existsSync(definitionFiles)
const described = have ? describe : describe.skip
const where = have ? '' : ' (skipped: no public samples beside the repository)'
if (!have) process.stdout.write(`every value of the public samples${where}\n`)

/** Keys in these exports that Graph's policies do not have. */
const foreign: Readonly<Record<string, string[]>> = {
  deviceCompliancePolicies: ['deviceCompliancePolicyScriptDefinition', 'managedEmailProfileRequired'],
}

let backend: Backend | undefined
afterEach(() => backend?.stop())

async function synced(content: TenantContent, definitions?: string): Promise<Backend> {
  backend = await startBackend({ content, ...(definitions ? { definitions } : {}) })
  const run = await backend.sync()
  expect(run).toMatchObject({ status: 'succeeded', counts: { failed: 0 } })
  return backend
}

async function exported({ database }: Backend): Promise<Row[]> {
  const rows = await database.sql<Row[]>`select * from policy_settings order by source, graph_policy_id, setting_path`
  return rows.map((row) => ({ ...row }))
}

/** The policies as the simulator has them at this moment. */
async function served({ simulator, database }: Backend): Promise<SourcePolicy[]> {
  const tenant = `tenants/${database.tenant.entraTenantId}`
  const sources: SourcePolicy[] = []
  const collections = new Set([...simulator.manifest(database.tenant.entraTenantId)].map(({ source }) => source))
  for (const collection of collections)
    for (const { id } of await control(simulator, 'GET', `${tenant}/${collection}`))
      sources.push({ collection, id, policy: await control(simulator, 'GET', `${tenant}/${collection}/${id}`) })
  return sources
}

async function catalogsOf({ simulator, database }: Backend): Promise<Catalogs> {
  const read = await graphReader(simulator, database.tenant.entraTenantId)
  const found: Catalogs = {}
  for (const catalog of ['configurationSettings', 'complianceSettings', 'settingDefinitions'] as const)
    found[catalog] = definitionsOf(await read(`deviceManagement/${catalog}`))
  return found
}

const isForeign = (key: string, collection: string, policy: SourcePolicy['policy']) =>
  foreign[collection]?.includes(key) && !/ios/i.test(String(policy['@odata.type']))

function withoutForeign({ collection, id, policy }: SourcePolicy): SourcePolicy {
  const kept = Object.entries(policy).filter(([key]) => !isForeign(key, collection, policy))
  return { collection, id, policy: Object.fromEntries(kept) }
}

function told(name: string, { policies, values, found, defined, findings }: Checked): string {
  const share = (part: number) => `${((100 * part) / values).toFixed(1)} %`
  return (
    `checker, ${name}: ${policies} policies, ${found} of ${values} set values found (${share(found)}), ` +
    `${share(defined)} have a definition and carry its name, ${findings.length} findings\n`
  )
}

/** The same numbers for the same seed. */
function seeded(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (state * 48_271) % 2_147_483_647
    return state % n
  }
}

/** Checks an export, and fifty copies of it with one alteration each; returns findings and unnoticed alterations. */
function judged(name: string, judge: (rows: readonly Row[]) => Checked, rows: Row[], seed: number) {
  const checked = judge(rows)
  process.stdout.write(told(name, checked))
  const random = seeded(seed)
  const all = Array.from({ length: 50 }, () => tamper(rows, random))
  const escaped = all.filter(({ rows: tampered }) => judge(tampered).findings.length === checked.findings.length)
  return {
    findings: checked.findings.slice(0, 30),
    missing: checked.values - checked.found,
    escaped: escaped.map(({ column, was, is }) => ({ column, was, is })),
  }
}

const flawless = { findings: [], missing: 0, escaped: [] }

described(`public samples${where}`, () => {
  test('every set value has its row, every row has its source, and every alteration is found', async () => {
    const { tenant } = (await synced({ data: join(shared, 'samples') }, definitionFiles)).database
    const rows = await exported(backend!)
    const file = (name: string) => join(definitionFiles, `${name}.jsonl.gz`)
    const catalogs = {
      configurationSettings: readDefinitions(file('configuration-settings')),
      complianceSettings: readDefinitions(file('compliance-settings')),
      settingDefinitions: readDefinitions(file('intent-setting-definitions')),
      unconfigured: readUnconfigured(file('typed-properties')),
    }
    const sources = readExports(join(shared, 'samples')).map(withoutForeign)
    const judge = checkerOf(tenant.externalId, sources, catalogs)
    expect(judged('public samples', judge, rows, 11)).toEqual(flawless)
  })
})

test.each(process.env.EVERY_TENANT ? [1, 2, 3] : sample([1, 2, 3], 1))(
  'synthetic tenant of seed %i (the third with ids that no sane tenant has): the same',
  async (seed) => {
    const { tenant } = (await synced({ policies: 40, seed, odd: seed === 3 })).database
    const rows = await exported(backend!)
    const [sources, catalogs] = [await served(backend!), await catalogsOf(backend!)]
    const judge = checkerOf(tenant.externalId, sources, catalogs)
    expect(judged(`seed ${seed}`, judge, rows, seed)).toEqual(flawless)
  },
)
