import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateAndSeed, type SeededTenant, seedEntraTenantId } from '../postgres/fresh'
import type { AzuriteInfo } from '../azurite/main'
import type { BrokerInfo } from '../broker/main'
import { type Component, startComponent } from '../component'
import type { MainInfo as HostInfo } from '../host/main'
import { choosePort } from '../ports'
import type { PostgresInfo } from '../postgres/postgres'
import type { SimulatorInfo } from '../simulator/main'
import type { DemoTenant, ExportedTenant, SyntheticTenant } from '../simulator/options'
import { checkMachine } from './checks'

export interface StackOptions {
  /** The folder with package.json and host.json. */
  root: string
  simulator?: Partial<SimulatorSettings>
  log?: 'text' | 'json'
  /** Called with each output line and the part it came from, e.g. `app` for the functions host. */
  onLine?: (from: string, line: string) => void
  /** Called when a part is ready, with its port. */
  onReady?: (part: string, port: number) => void
  /** PostgreSQL waits for the disk on every commit, as in production; for measurements. */
  durable?: boolean
  /** App settings to add or replace. */
  settings?: Record<string, string>
}

export interface SimulatorSettings {
  data: string
  /** Makes up the assignments that exported policies lack. */
  assign: boolean
  /** The demo tenant instead of a random one. */
  demo: boolean
  definitions: string
  policies: number
  seed: number
  odd: boolean
  latencyMs: number
  throttle: 'documented' | 'tight' | 'off'
}

/** Addresses and credentials of the running parts. */
export interface StackInfo {
  app: HostInfo
  postgres: PostgresInfo
  broker: BrokerInfo
  azurite: AzuriteInfo
  simulator: SimulatorInfo
  tenant: SeededTenant
}

export interface Stack {
  info: StackInfo
  /** Rejects when a part ends without `stop`. */
  broken: Promise<never>
  parts: Record<string, Component<unknown>>
  /** Stops the parts in order of dependency and removes temporary files. */
  stop(): Promise<void>
}

type Contents =
  Omit<DemoTenant, 'entraTenantId'> | Omit<ExportedTenant, 'entraTenantId'> | Omit<SyntheticTenant, 'entraTenantId'>

const labels: Record<string, string> = {
  postgres: 'PostgreSQL',
  broker: 'Service Bus',
  azurite: 'Azurite (storage)',
  simulator: 'Entra and Graph',
  app: 'Functions host',
}

/** Path of a part's compiled `main`; under jest too, because a child process runs no TypeScript. */
const main = (part: string) => {
  const folder = __filename.endsWith('.ts') ? join(__dirname, '..', '..', 'dist', 'local') : join(__dirname, '..')
  return join(folder, part, 'main.js')
}

/** Starts all parts and waits until they are ready. On failure, stops the started parts and throws. */
export async function startStack(options: StackOptions): Promise<Stack> {
  checkMachine()
  const scratch = mkdtempSync(join(tmpdir(), 'tenantpilot-stack-'))
  const parts: Record<string, Component<unknown>> = {}
  const stop = async () => {
    for (const name of ['app', 'simulator', 'broker', 'azurite', 'postgres']) await parts[name]?.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
  const start = async <Info extends { port: number }>(
    name: string,
    folder: string,
    partOptions: object,
    env = {},
  ): Promise<Info> => {
    const onLine = (line: string) => options.onLine?.(name, line)
    const part = await startComponent<Info>(main(folder), partOptions, { env, onLine, killAfterMs: 25_000 })
    parts[name] = part
    options.onReady?.(labels[name] ?? name, part.info.port)
    return part.info
  }
  try {
    const { definitions, latencyMs = 0, throttle } = options.simulator ?? {}
    const starts = await Promise.allSettled([
      start<PostgresInfo>('postgres', 'postgres', { port: await choosePort(54320), durable: options.durable ?? false }),
      start<BrokerInfo>('broker', 'broker', { port: await choosePort(5672) }),
      start<AzuriteInfo>('azurite', 'azurite', { port: await choosePort(10000) }),
      start<SimulatorInfo>('simulator', 'simulator', {
        port: await choosePort(8443),
        certificates: join(scratch, 'certificates'),
        tenants: [{ entraTenantId: seedEntraTenantId, ...contentsOf(options.simulator) }],
        latencyMs,
        throttle: throttle ?? 'documented',
        ...(definitions ? { definitions } : {}),
      }),
    ])
    for (const started of starts) if (started.status === 'rejected') throw started.reason
    const [postgres, broker, azurite, simulator] = starts.map(
      (started) => (started as PromiseFulfilledResult<unknown>).value,
    ) as [PostgresInfo, BrokerInfo, AzuriteInfo, SimulatorInfo]
    const tenant = await migrateAndSeed(postgres.url, seedEntraTenantId)
    const settings = { ...appSettings({ postgres, broker, azurite, simulator }), ...options.settings }
    const app = await start<HostInfo>(
      'app',
      'host',
      { root: options.root, port: await choosePort(7071), settings, log: options.log ?? 'text' },
      { NODE_EXTRA_CA_CERTS: simulator.caFile },
    )
    const broken = Promise.race(
      Object.entries(parts).map(async ([name, part]) => {
        const code = await part.exited
        throw new Error(`${name} ended unexpectedly (code ${code}).`)
      }),
    )
    broken.catch(() => {}) // the caller awaits it; this only avoids an unhandled rejection
    return { info: { app, postgres, broker, azurite, simulator, tenant }, broken, parts, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function contentsOf({
  data,
  assign = false,
  demo = false,
  policies = 60,
  seed = 1,
  odd = false,
}: Partial<SimulatorSettings> = {}): Contents {
  if (data !== undefined) return { data, assign }
  return demo ? { demo, policies, seed } : { policies, seed, odd }
}

function appSettings({
  postgres,
  broker,
  azurite,
  simulator,
}: Omit<StackInfo, 'app' | 'tenant'>): Record<string, string> {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: azurite.connectionString,
    ServiceBusConnection: broker.connectionString,
    SYNC_QUEUE: 'intune-sync-queue',
    INTERACTIVE_QUEUE: 'intune-operations-queue',
    DATABASE_URL: postgres.url,
    AZURE_AD_CLIENT_ID: simulator.clientId,
    AZURE_AD_CLIENT_SECRET: simulator.clientSecret,
    AZURE_AUTHORITY_HOST: simulator.authorityHost,
    AZURE_INSTANCE_DISCOVERY: 'false',
    GRAPH_BASE_URL: simulator.graphBaseUrl,
    // constant, so that the same data gives the same rows on every start
    SETTINGS_FINGERPRINT_KEY: 'for this machine only, not a secret of any deployment',
    NODE_EXTRA_CA_CERTS: simulator.caFile,
  }
}
