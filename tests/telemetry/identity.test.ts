import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appIdentity, makeIdentityHeader, makeIdentityKeys } from '../../local/identity/identities'
import { type Simulator, startSimulator } from '../../local/simulator/simulator'
import { startTelemetry, type Telemetry } from '../../local/telemetry/telemetry'

const keys = makeIdentityKeys()
const header = makeIdentityHeader()
let folder: string
let simulator: Simulator
let telemetry: Telemetry
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenantpilot-test-'))
  simulator = await startSimulator({ port: 0, certificates: folder, identity: { keys, header }, log: () => {} })
  telemetry = await startTelemetry({ port: 0, certificates: folder, identityKey: keys.publicKey })
})
afterEach(async () => {
  await Promise.all([simulator.stop(), telemetry.stop()])
  rmSync(folder, { recursive: true, force: true })
})

/** Sends a record as the app does, in a process of its own. */
async function send(identityHeader: string): Promise<void> {
  const file = join(__dirname, '..', 'support', 'send-record.cjs')
  const { connectionString, caFile } = telemetry
  const asked = JSON.stringify({ connectionString, clientId: appIdentity.clientId })
  const env = {
    PATH: process.env['PATH'],
    // what cannot be sent is kept on the disk for later
    TMPDIR: folder,
    NODE_EXTRA_CA_CERTS: caFile,
    IDENTITY_ENDPOINT: `${simulator.url}/msi/token`,
    IDENTITY_HEADER: identityHeader,
  }
  const child = spawn(process.execPath, [file, asked], { env, stdio: 'ignore' })
  await new Promise((resolve) => child.once('exit', resolve))
}

test('telemetry is sent with the token of the managed identity, and without one nothing comes', async () => {
  await send('another')
  expect(telemetry.store.rows('AppTraces')).toEqual([])
  await send(header)
  expect(telemetry.store.rows('AppTraces')).toContainEqual(expect.objectContaining({ Message: 'tick' }))
  expect(telemetry.unknown).toEqual([])
})
