import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Clock } from '../../local/clock'
import { type Host, startHost } from '../../local/host/host'
import type { DemoCallerName } from '../../local/simulator/entra/demo-callers'
import { type Simulator, startSimulator } from '../../local/simulator/simulator'
import type { SimulatedTenant } from '../../local/simulator/options'
import { startTelemetry, type Telemetry } from '../../local/telemetry/telemetry'
import { createTestDatabase, type TestDatabase } from './database'
import { firstCollections } from './first-collections'
import { requireDocumented } from './openapi'
import { startTestBroker, type TestBroker } from './test-broker'

const root = join(__dirname, '..', '..')

export interface Backend {
  database: TestDatabase
  broker: TestBroker
  simulator: Simulator
  host: Host
  /** Where telemetry goes, if any is sent. */
  telemetry: Telemetry | undefined
  /** Log lines of the host and the app. */
  lines: string[]
  /** Sends a request with the token of the operator, or of the operations where those are needed. `path`: below `/api/`. */
  call(method: string, path: string, body?: unknown): Promise<Answered>
  /** Sends a request with any headers. Default: none, and so no token. */
  send(method: string, path: string, request?: { headers?: Record<string, string>; body?: unknown }): Promise<Answered>
  /** The header with the token of a demo caller, with claims changed. */
  tokenOf(as: DemoCallerName, claims?: Record<string, unknown>): { authorization: string }
  /** Starts a sync (or another operation) of the seeded tenant, and waits until it ends. */
  sync(route?: 'sync' | 'reflatten' | 'verify'): Promise<Answer>
  stop(): Promise<void>
}

/** An answer with its body, read as JSON, or the text of a page. */
export interface Answered {
  status: number
  body: Answer
  headers: Headers
}

// oxlint-disable-next-line typescript/no-explicit-any -- an answer of the API, whose properties tests read freely
export type Answer = any

export type TenantContent = { policies: number; seed: number; odd?: boolean } | { data: string }

interface Options {
  /** The folder of the app; default: this checkout. */
  appFolder?: string
  content?: TenantContent
  definitions?: string
  clock?: Clock
  settings?: Record<string, string>
  /** Used instead of a new database on the shared server. */
  database?: TestDatabase
  functionTimeoutMs?: number
  /** Sends telemetry to a stand-in, with this share of the traces. */
  samplingRatio?: number
}

/** What the app needs around it, and the settings that it gets. */
interface Services extends Pick<Backend, 'database' | 'broker' | 'simulator' | 'telemetry'> {
  settings: Record<string, string>
  stop(): Promise<void>
}

/** Starts what the app needs: PostgreSQL, broker and simulator. */
export async function startServices(options: Options = {}): Promise<Services> {
  const scratch = mkdtempSync(join(tmpdir(), 'tenantpilot-test-'))
  const database = options.database ?? (await createTestDatabase())
  const content = options.content ?? { policies: 12, seed: 7 }
  const only = 'policies' in content ? { only: firstCollections } : {}
  const tenant: SimulatedTenant = { entraTenantId: database.tenant.entraTenantId, ...only, ...content }
  const [broker, simulator] = await Promise.all([
    startTestBroker(options),
    startSimulator({
      port: 0,
      certificates: join(scratch, 'certificates'),
      tenants: [tenant],
      throttle: 'documented',
      log: () => {},
      ...(options.definitions ? { definitions: options.definitions } : {}),
    }),
  ])
  const telemetry =
    options.samplingRatio === undefined
      ? undefined
      : await startTelemetry({ port: 0, certificates: dirname(simulator.caFile) })
  const settings = {
    AzureWebJobsStorage: process.env.TEST_STORAGE!,
    AzureFunctionsWebHost__hostid: `test-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    ServiceBusConnection: broker.connectionString,
    SYNC_QUEUE: 'intune-sync-queue',
    INTERACTIVE_QUEUE: 'intune-operations-queue',
    DATABASE_URL: database.url,
    API_CLIENT_ID: simulator.apiClientId,
    AZURE_AD_CLIENT_ID: simulator.clientId,
    AZURE_AD_CLIENT_SECRET: simulator.clientSecret,
    AZURE_AUTHORITY_HOST: simulator.authorityHost,
    AZURE_INSTANCE_DISCOVERY: 'false',
    GRAPH_BASE_URL: simulator.graphBaseUrl,
    SETTINGS_FINGERPRINT_KEY: 'for tests only, and long enough for that',
    RUN_LINK_TEMPLATE: 'https://app.example/{externalId}/runs/{runId}?of={tenantId}',
    API_REQUESTS_PER_SECOND: '10000',
    NODE_EXTRA_CA_CERTS: simulator.caFile,
    ...(telemetry && {
      APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry.connectionString,
      TELEMETRY_SAMPLING_RATIO: String(options.samplingRatio),
    }),
    ...options.settings,
  }
  return {
    database,
    broker,
    simulator,
    telemetry,
    settings,
    async stop() {
      await Promise.all([broker.stop(), simulator.stop(), database.close(), telemetry?.stop()])
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

/** Starts the whole backend with its real entry point: what the app needs, and the host with its worker. */
export async function startBackend(options: Options = {}): Promise<Backend> {
  const services = await startServices(options)
  const { database, broker, simulator, telemetry, settings } = services
  const lines: string[] = []
  const host = await startHost({
    root: options.appFolder ?? root,
    port: 0,
    log: 'json',
    onLog: (line) => void lines.push(line),
    graceMs: 2000,
    ...(options.functionTimeoutMs ? { functionTimeoutMs: options.functionTimeoutMs } : {}),
    settings,
  })
  const send: Backend['send'] = async (method, path, { headers = {}, body } = {}) => {
    const response = await fetch(`${host.url}/api/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isPage = /^(text\/html|application\/x-ndjson)/.test(response.headers.get('content-type') ?? '')
    const answered = {
      status: response.status,
      body: isPage ? text : text === '' ? null : JSON.parse(text),
      headers: response.headers,
    }
    requireDocumented({ method, path, ...answered })
    return answered
  }
  const tokenOf: Backend['tokenOf'] = (as, claims) => ({
    authorization: `Bearer ${simulator.apiToken(claims, as)}`,
  })
  const call: Backend['call'] = (method, path, body) => {
    const as = /^(ops|worker-health)\b/.test(path) ? 'operations' : 'operator'
    return send(method, path, { headers: tokenOf(as), body })
  }
  const tenantPath = `tenants/${database.tenant.externalId}`
  return {
    database,
    broker,
    simulator,
    telemetry,
    host,
    lines,
    call,
    send,
    tokenOf,
    async sync(route = 'sync') {
      const { body } = await call('POST', `${tenantPath}/${route}`)
      for (;;) {
        const run = (await call('GET', `${tenantPath}/runs/${body.runId}`)).body
        if (run.finishedAt) return run
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async stop() {
      await host.stop()
      await services.stop()
    },
  }
}
