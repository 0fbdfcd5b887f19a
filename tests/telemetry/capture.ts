import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { propertiesOf, type Row, type TableName, tables } from '../../local/telemetry/tables'
import type { Lane } from '../../src/shared/operation-record'
import { type Backend, startBackend } from '../support/backend'
import { until } from '../support/until'

/** What a run of the whole backend told, as rows of Log Analytics. */
export interface Captured {
  rows: Record<TableName, Row[]>
  /** What the stand-in did not know. */
  unknown: string[]
}

/** Runs the backend: a sync that succeeds, one that Graph throttles, one that fails, a bug, passes of reconcile. */
export async function capture(): Promise<Captured> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantpilot-test-'))
  const backend = await startBackend({
    content: { policies: 12, seed: 5 },
    samplingRatio: 0,
    settings: {
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      // its end is known, and Entra refuses it for the secret
      AZURE_AD_CERTIFICATE_PATH: await makeCertificate(folder),
    },
  })
  const { store, unknown } = backend.telemetry!
  const has = (event: string) => store.rows('AppTraces').some((row) => row['Message'] === event)
  try {
    await work(backend)
    for (const event of ['job_complete', 'job_failed', 'message_thrown', 'tick'])
      await until(`the event ${event} came`, () => has(event))
  } finally {
    await backend.stop() // which sends what is left
    rmSync(folder, { recursive: true, force: true })
  }
  const rows = Object.fromEntries((Object.keys(tables) as TableName[]).map((name) => [name, store.rows(name)]))
  return { rows: rows as Record<TableName, Row[]>, unknown }
}

async function makeCertificate(folder: string): Promise<string> {
  const made = await generate([{ name: 'commonName', value: 'reader' }], { keyType: 'rsa', algorithm: 'sha256' })
  const file = join(folder, 'reader.pem')
  writeFileSync(file, `${made.private}\n${made.cert}\n`)
  return file
}

async function work(backend: Backend): Promise<void> {
  await backend.sync()
  await backend.sync('verify')
  backend.simulator.control.addFault({ kind: 'status', status: 429, count: 2, retryAfter: 1, match: '/settings' })
  await backend.sync()
  backend.simulator.control.secret('wrong')
  await backend.sync()
  // a message of an operation that nobody knows is a bug
  await addRun(backend, 'policy.unheard_of', { lane: 'sync', sent: false })
  await backend.call('POST', 'ops/tick')
  await until('it has failed', async () => {
    const [run] = await backend.database.sql`select status from runs where operation = 'policy.unheard_of'`
    return run!['status'] === 'failed'
  })
  // one whose message is lost waits; and without a broker another one is owed
  await addRun(backend, 'policy.reflatten', { lane: 'sync', sent: true })
  await backend.call('POST', 'ops/tick')
  await backend.broker.stop()
  await addRun(backend, 'tenant.verify', { lane: 'interactive', sent: false })
  await backend.call('POST', 'ops/tick')
}

/** Adds a run that has been due for a minute. */
async function addRun(
  { database: { sql, tenant } }: Backend,
  operation: string,
  { lane, sent }: { lane: Lane; sent: boolean },
) {
  await sql`insert into runs (workspace_id, tenant_id, operation, lane, identity, due_at, dispatched_at, sent_at)
    values (${tenant.workspaceId}, ${tenant.externalId}, ${operation}, ${lane}, ${operation},
      now() - interval '1 minute', now() - interval '1 minute', ${sent ? sql`now()` : null})`
}

/** The newest log record of an event. Throws where there is none. */
export function recordOf({ rows }: Captured, event: string): Row {
  const found = rows.AppTraces.findLast((row) => row['Message'] === event)
  if (!found) throw new Error(`No ${event} was captured.`)
  return found
}

/** The same row at another time, with some properties changed; null leaves one out. */
export function changed(row: Row, at: number, properties: Readonly<Record<string, string | null>> = {}): Row {
  const all = Object.entries({ ...propertiesOf(row), ...properties }).filter(([, value]) => value !== null)
  return { ...row, TimeGenerated: new Date(at).toISOString(), Properties: Object.fromEntries(all) }
}
