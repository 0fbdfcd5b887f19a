import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { makeCliPackage } from '../../../local/package/make-cli-package'
import { queue, startLocalBroker } from '../../cli/dead-letters'
import { runId, startServer } from '../../cli/server'
import { runCli } from '../../support/cli'

const root = join(__dirname, '../../..')

interface Manifest {
  version: string
  engines: object
  bin: { tenantpilot: string }
  dependencies: Record<string, string>
}
const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest & { devDependencies: object }

let temporary: string
let file: string
/** Where it is unpacked, as an install does. */
let installed: string
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'tenantpilot-cli-package-'))
  file = await makeCliPackage(root, join(temporary, 'made'))
  execFileSync('tar', ['-xzf', file, '-C', temporary])
  installed = join(temporary, 'package')
  linkDependencies()
  server = await startServer((_request, response) => void response.end(JSON.stringify({ runId, deduplicated: false })))
})
afterAll(async () => {
  await server.close()
  rmSync(temporary, { recursive: true, force: true })
})

/** Gives it the packages that its manifest names, and no other. */
function linkDependencies(): void {
  for (const name of Object.keys(manifestIn(installed).dependencies)) {
    const link = join(installed, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link)
  }
}

async function run(args: string[], env: Record<string, string> = {}) {
  const cli = runCli(args, {
    entry: relative(root, join(installed, manifestIn(installed).bin.tenantpilot)),
    cwd: temporary,
    env: { TENANTPILOT_URL: server.url, TENANTPILOT_TENANT: 't', npm_lifecycle_event: '', ...env },
  })
  const code = await cli.exited
  cli.dispose()
  return { code, said: cli.lines, errors: cli.errors }
}

test('it holds one bundle that a shell can start, and a manifest with our versions', () => {
  const ours = manifestIn(root)
  const made = manifestIn(installed)
  expect(basename(file)).toBe(`tenantpilot-cli-${ours.version}.tgz`)
  expect(readdirSync(installed).toSorted()).toEqual(['main.js', 'node_modules', 'package.json'])
  expect(readFileSync(join(installed, made.bin.tenantpilot), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  expect(made).toMatchObject({ name: 'tenantpilot-cli', version: ours.version, engines: ours.engines })
  expect(Object.keys(made.dependencies)).toEqual(expect.arrayContaining(['@azure/identity', 'commander', 'zod']))
  expect({ ...ours.devDependencies, ...ours.dependencies }).toMatchObject(made.dependencies)
})

test('it needs nothing of the checkout: help, and a call of the API', async () => {
  const help = await run(['--help'])
  expect({ code: help.code, errors: help.errors }).toEqual({ code: 0, errors: [] })
  expect(help.said.join('\n')).toContain('Example:\n  tenantpilot sync --watch')
  const started = await run(['sync'], { TENANTPILOT_TOKEN: 'a.b.c' })
  expect(started).toEqual({ code: 0, said: [`run ${runId}`], errors: [] })
  expect(server.seen.map(({ request }) => request)).toEqual(['POST /api/tenants/t/sync'])
})

test('what is loaded only when it is needed is there', async () => {
  const clientId = '9a2c1f0b-6a52-4f6e-8f0c-9d537a2c1f0b'
  const without = { TENANTPILOT_TOKEN: '', TENANTPILOT_API_CLIENT_ID: clientId, PATH: temporary }
  expect((await run(['sync'], without)).errors).toEqual([expect.stringMatching(/^The Azure CLI is not installed, /)])
  const broker = await startLocalBroker()
  const looked = await run(['dlq', 'list'], { TENANTPILOT_SERVICEBUS: broker.connectionString })
  await broker.stop()
  expect(looked).toMatchObject({ code: 0, errors: [] })
  expect(looked.said[0]).toBe(`${queue}: 0 messages`)
})
