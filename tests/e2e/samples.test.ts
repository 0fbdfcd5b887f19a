import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Backend, startBackend } from '../support/backend'

jest.setTimeout(90_000)

const shared = join(__dirname, '..', '..', '..', 'shared')
/** The public samples are in a folder beside the project; without it these tests are skipped. */
const have = existsSync(join(shared, 'samples')) && existsSync(join(shared, 'definitions'))
const described = have ? describe : describe.skip
const where = have ? '' : ' (skipped: no public samples beside the repository)'
if (!have) process.stdout.write(`a sync of the public samples${where}\n`)

let backend: Backend | undefined
afterEach(() => backend?.stop())

described(`public samples${where}`, () => {
  test('every policy of the public samples is stored, every value set has its row, and a second sync changes nothing', async () => {
    backend = await startBackend({
      content: { data: join(shared, 'samples') },
      definitions: join(shared, 'definitions'),
    })
    const { sql, tenant } = backend.database
    const run = await backend.sync()
    expect(run).toMatchObject({ status: 'succeeded', counts: { policies: 33, failed: 0 } })
    const rows = await sql`select graph_policy_id || '/' || setting_path as key, setting_name from policy_settings`
    const stored = new Set(rows.map((row) => row.key as string))
    const manifest = [...backend.simulator.manifest(tenant.entraTenantId)]
    const missing = manifest.filter((entry) => !stored.has(`${entry.policyId}/${entry.path}`))
    expect(manifest.length).toBeGreaterThan(1_400)
    expect(missing).toEqual([])
    const again = await backend.sync()
    expect(again.counts).toEqual({ ...run.counts, inserted: 0, unchanged: run.counts.inserted })
    expect(again.graph.requests).toBe(run.graph.requests)
  })
})
