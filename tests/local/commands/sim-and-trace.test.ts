import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { simCommand } from '../../../local/commands/sim'
import { claimStackFile, removeStackFile, writeStackFile } from '../../../local/commands/stack-file'
import { traceCommand } from '../../../local/commands/trace'
import { makeIdentityHeader, makeIdentityKeys } from '../../../local/identity/identities'
import type { StackInfo } from '../../../local/stack/stack'
import { startTelemetry } from '../../../local/telemetry/telemetry'
import { list, type Running, start } from '../simulator/harness'

const before = process.cwd()
let folder: string
let simulator: Running
let lines: string[]
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sim-command-')))
  simulator = await start({ identity: { keys: makeIdentityKeys(), header: makeIdentityHeader() } })
  lines = []
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  process.chdir(folder)
  claimStackFile()
  writeStackFile({ simulator } as unknown as StackInfo)
})
afterEach(() => {
  jest.restoreAllMocks()
  removeStackFile()
  process.chdir(before)
  rmSync(folder, { recursive: true })
})

const run = (...args: string[]) =>
  new Command().exitOverride().addCommand(simCommand()).addCommand(traceCommand()).parseAsync(args, { from: 'user' })

test('"sim reader" says what Entra takes now, and revokes the tokens that the app keeps', async () => {
  const token = String((await simulator.token()).json.access_token)
  expect((await simulator.get(list, token)).status).toBe(200)
  await run('sim', 'reader', '--no-federated')
  expect((await simulator.get(list, token)).status).toBe(401)
  expect(JSON.parse(lines[0]!)).toEqual({ certificate: false, federated: false })
  expect(lines.at(-1)).toContain('revoked')
})

test('"sim secret" says where the app does not sign in by it', async () => {
  await run('sim', 'secret', 'expired')
  expect(JSON.parse(lines[0]!)).toEqual({ secret: 'expired', note: expect.stringContaining('reader --no-federated') })
  await run('sim', 'reader', '--no-federated')
  await run('sim', 'secret', 'expired')
  expect(JSON.parse(lines.at(-1)!)).toEqual({ secret: 'expired' })
})

test('"trace" of an unknown run says where ids are', async () => {
  const telemetry = await startTelemetry({ port: 0, certificates: join(folder, 'telemetry') })
  writeStackFile({ simulator, telemetry: { url: telemetry.url, caFile: telemetry.caFile } } as unknown as StackInfo)
  await expect(run('trace', 'none')).rejects.toThrow(/^No trace of the run none is here\. .*npm run runs -- list/)
  await telemetry.stop()
})
