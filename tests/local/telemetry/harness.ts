import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTelemetry, type Telemetry, type TelemetryOptions } from '../../../local/telemetry/telemetry'

/** Starts the stand-in on any port. Whoever stops it removes its folder too. */
export async function startTestTelemetry(options: Partial<TelemetryOptions> = {}): Promise<Telemetry> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-test-'))
  const telemetry = await startTelemetry({ port: 0, certificates: join(folder, 'certificates'), ...options })
  return {
    ...telemetry,
    async stop() {
      await telemetry.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Sends one sync's telemetry with Microsoft's exporter, in a process of its own. Resolves when it has ended. */
export async function sendSync(
  { connectionString, caFile }: Pick<Telemetry, 'connectionString' | 'caFile'>,
  more: { jobId: string; token?: string; ratio?: number },
): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(__dirname, '..', '..', 'support', 'send-telemetry.cjs'), JSON.stringify({ connectionString, ...more })],
    {
      env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: caFile, APPLICATION_INSIGHTS_NO_STATSBEAT: 'true' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  await new Promise((resolve) => child.once('exit', resolve))
}
