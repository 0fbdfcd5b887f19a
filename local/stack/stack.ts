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
import { checkMachine } from './checks'

export interface StackOptions {
  /** The folder with package.json and host.json. */
  root: string
  simulator?: Partial<SimulatorChoices>
  log?: 'text' | 'json'
  /** Lines of the functions host (`app`) and of everything else. */
  onLine?: (from: string, line: string) => void
  /** Told as each part becomes ready, with where it listens. */
  onReady?: (part: string, port: number) => void
  /** Wait for the disk on commits, for measurements. */
  durable?: boolean
  /** More app settings. */
  settings?: Record<string, string>
}

export interface SimulatorChoices {
  data: string
  definitions: string
  policies: number
  seed: number
  odd: boolean
  latencyMs: number
  throttle: 'documented' | 'tight' | 'off'
}

/** What runs where, and the keys to it. */
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
  /** Rejects when a part ends that should not. */
  broken: Promise<never>
  parts: Record<string, Component<unknown>>
  /** Ends everything in the order in which it depends on each other; nothing is left behind. */
  stop(): Promise<void>
}

const labels: Record<string, string> = {
  postgres: 'PostgreSQL',
  broker: 'Service Bus',
  azurite: 'Azurite (storage)',
  simulator: 'Entra and Graph',
  app: 'Functions host',
}

/** The compiled `main` of a part, also when this file runs as TypeScript under jest: processes are never transformed. */
const main = (part: string) => {
  const folder = __filename.endsWith('.ts') ? join(__dirname, '..', '..', 'dist', 'local') : join(__dirname, '..')
  return join(folder, part, 'main.js')
}

/** Starts everything and waits until it works. On a failure what was started is ended before the error is thrown. */
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
    choices: object,
    env = {},
  ): Promise<Info> => {
    const onLine = (line: string) => options.onLine?.(name, line)
    const part = await startComponent<Info>(main(folder), choices, { env, onLine, stopAfterMs: 25_000 })
    parts[name] = part
    options.onReady?.(labels[name] ?? name, part.info.port)
    return part.info
  }
  try {
    const {
      data,
      definitions,
      policies = 60,
      seed: chance = 1,
      odd = false,
      latencyMs = 0,
      throttle,
    } = options.simulator ?? {}
    const contents = data ? { data } : { policies, seed: chance, odd }
    const beginnings = await Promise.allSettled([
      start<PostgresInfo>('postgres', 'postgres', { port: await choosePort(54320), durable: options.durable ?? false }),
      start<BrokerInfo>('broker', 'broker', { port: await choosePort(5672) }),
      start<AzuriteInfo>('azurite', 'azurite', { port: await choosePort(10000) }),
      start<SimulatorInfo>('simulator', 'simulator', {
        port: await choosePort(8443),
        certificates: join(scratch, 'certificates'),
        tenants: [{ entraTenantId: seedEntraTenantId, ...contents }],
        latencyMs,
        throttle: throttle ?? 'documented',
        ...(definitions ? { definitions } : {}),
      }),
    ])
    for (const beginning of beginnings) if (beginning.status === 'rejected') throw beginning.reason
    const [postgres, broker, azurite, simulator] = beginnings.map(
      (b) => (b as PromiseFulfilledResult<unknown>).value,
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
    broken.catch(() => {}) // whoever waits for it is told
    return { info: { app, postgres, broker, azurite, simulator, tenant }, broken, parts, stop }
  } catch (error) {
    await stop()
    throw error
  }
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
    // the same on every start, so that equal data gives equal rows
    SETTINGS_FINGERPRINT_KEY: 'for this machine only, not a secret of any deployment',
    NODE_EXTRA_CA_CERTS: simulator.caFile,
  }
}
