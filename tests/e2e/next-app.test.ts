import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildSync } from 'esbuild'
import type { TriggerResult } from '../../examples/next-app/actions/trigger-policy-sync'
import { demoCallers } from '../../local/simulator/entra/demo-callers'
import { type Backend, startBackend } from '../support/backend'
import { document, requireDocumented } from '../support/openapi'
import { until } from '../support/until'

const { service } = demoCallers
const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-next-app-'))
const bundle = join(folder, 'action.cjs')
let backend: Backend
beforeAll(async () => {
  const action = join(__dirname, '../../examples/next-app/actions/trigger-policy-sync.ts')
  buildSync({
    entryPoints: [action],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  backend = await startBackend()
})
afterAll(async () => {
  await backend.stop()
  rmSync(folder, { recursive: true })
})

const run = promisify(execFile)

/** Calls the server action in a process of its own, as the app would: with a token that it asks the simulated Entra for. */
async function trigger(tenantId: string, settings: Record<string, string> = {}): Promise<TriggerResult> {
  const script = `require(${JSON.stringify(bundle)}).triggerPolicySync(process.argv[1]).then((r) => console.log(JSON.stringify(r)))`
  const { stdout } = await run(process.execPath, ['-e', script, tenantId], {
    env: {
      PATH: process.env.PATH,
      TENANTPILOT_URL: backend.host.url,
      TENANTPILOT_CLIENT_ID: backend.simulator.apiClientId,
      AZURE_AUTHORITY_HOST: backend.simulator.authorityHost,
      AZURE_TENANT_ID: service.tid,
      AZURE_CLIENT_ID: service.clientId,
      AZURE_CLIENT_SECRET: service.clientSecret,
      NODE_EXTRA_CA_CERTS: backend.simulator.caFile,
      ...settings,
    },
  })
  return JSON.parse(stdout) as TriggerResult
}

test('the server action starts a sync, and the settings of the tenant become rows', async () => {
  const { sql, tenant } = backend.database
  const result = await trigger(tenant.externalId)
  expect(result).toEqual({ success: true, message: 'The run was queued.', jobId: expect.any(String) })
  const path = `tenants/${tenant.externalId}/runs/${result.jobId}`
  await until('the run has ended', async () => (await backend.call('GET', path)).body.finishedAt !== null)
  const { status, body } = await backend.call('GET', path)
  requireDocumented({ method: 'GET', path, status, body })
  expect(body).toMatchObject({ status: 'succeeded', counts: { policies: 12 } })
  const [rows] = await sql`select count(*)::int as all from policy_settings where run_id = ${result.jobId!}`
  expect(rows!.all).toBe(body.counts.settings)
})

test('a tenant of others and a wrong secret are sentences', async () => {
  expect(await trigger('nobody-knows-it')).toEqual({ success: false, message: expect.stringContaining('Nothing here') })
  expect(await trigger(backend.database.tenant.externalId, { AZURE_CLIENT_SECRET: 'wrong' })).toEqual({
    success: false,
    message: expect.stringContaining('no access'),
  })
})

test('the document is served to everybody, as it is tested', async () => {
  const { status, body } = await backend.send('GET', 'openapi.json')
  expect([status, body]).toEqual([200, document])
})
