import { join } from 'node:path'
import { migrateAndSeed, type SeededTenant, seedEntraTenantId } from '../postgres/fresh'
import type { AzuriteInfo } from '../azurite/main'
import type { BrokerInfo } from '../broker/main'
import type { CoreToolsInfo } from '../core-tools/core-tools'
import type { PostgresProcessInfo } from '../postgres/main'
import type { SimulatorInfo } from '../simulator/main'
import type { TelemetryInfo } from '../telemetry/telemetry'
import type { DemoTenant, ExportedTenant, SyntheticTenant } from '../simulator/options'
import { certificates } from '../simulator/certificates'
import { makeScratch, removeLeftovers } from '../scratch'
import { aborted, causeOf } from './aborted'
import { checkMachine } from './checks'
import { createLogin, identitySettings, makeStackIdentity, type StackIdentity } from './identity'
import { type PartEvents, Parts } from './parts'

export interface StackOptions extends PartEvents {
  /** The folder with package.json and host.json. */
  root: string
  simulator?: Partial<SimulatorSettings>
  log?: 'text' | 'json'
  /** The app sends telemetry, and each run that has ended is shown as a tree. */
  traces?: boolean
  /** Who runs the app: the host of this project (default), or Microsoft's, which must be installed. */
  host?: 'host' | 'core-tools'
  /** PostgreSQL waits for the disk on every commit, as in production; for measurements. */
  durable?: boolean
  /** The app has a managed identity: no connection string of Service Bus, no password of PostgreSQL, no secret of its registration. Its tokens live for so many seconds. */
  identity?: { seconds?: number } | undefined
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
  app: CoreToolsInfo
  postgres: PostgresProcessInfo
  broker: BrokerInfo
  azurite: AzuriteInfo
  simulator: SimulatorInfo
  tenant: SeededTenant
  /** Only with `traces`. */
  telemetry?: TelemetryInfo
}

export interface Stack {
  info: StackInfo
  /** Aborts when a part breaks or ends without `stop`, with a sentence about the first one that did. */
  broken: AbortSignal
  parts: Parts['running']
  /** Stops the parts in order of dependency and removes temporary files. */
  stop(): Promise<void>
}

type Contents =
  Omit<DemoTenant, 'entraTenantId'> | Omit<ExportedTenant, 'entraTenantId'> | Omit<SyntheticTenant, 'entraTenantId'>

/**
 * Starts all parts and waits until they are ready. When one fails or `signal` aborts, stops the others and throws the
 * first reason. Removes before what earlier stacks left that were killed.
 */
export async function startStack(options: StackOptions, signal?: AbortSignal): Promise<Stack> {
  await removeLeftovers()
  checkMachine()
  const scratch = await makeScratch('stack')
  const parts = new Parts(options, signal)
  const stop = async () => {
    await parts.stop()
    await scratch.remove()
    await removeLeftovers() // of parts that were killed
  }
  try {
    const info = await startParts(parts, scratch.folder, options)
    return { info, broken: parts.broken, parts: parts.running, stop }
  } catch (error) {
    const cause = await causeOf(error, parts.broken)
    await stop()
    throw cause
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

async function startParts(parts: Parts, scratch: string, options: StackOptions): Promise<StackInfo> {
  const { definitions, latencyMs = 0, throttle } = options.simulator ?? {}
  const identity = options.identity ? makeStackIdentity() : undefined
  const folder = join(scratch, 'certificates')
  const publicKey = identity?.keys.publicKey
  if (identity) await certificates(folder) // before two parts make them
  const started = [
    parts.start<PostgresProcessInfo>('postgres', 'postgres', {
      port: 54320,
      durable: options.durable ?? false,
      ...(identity && { gate: { port: 54330, publicKey, logins: [identity.login] } }),
    }),
    parts.start<BrokerInfo>('broker', 'broker', {
      port: 5672,
      ...(identity && { certificates: folder, publicKey }),
    }),
    parts.start<AzuriteInfo>('azurite', 'azurite', { port: 10000 }),
    parts.start<SimulatorInfo>('simulator', 'simulator', {
      port: 8443,
      certificates: folder,
      ...(identity && { identity: { keys: identity.keys, header: identity.header, ...options.identity } }),
      tenants: [{ entraTenantId: seedEntraTenantId, ...contentsOf(options.simulator) }],
      latencyMs,
      throttle: throttle ?? 'documented',
      ...(definitions ? { definitions } : {}),
    }),
  ] as const
  await Promise.allSettled(started) // when one fails, the others end too, before their files are removed
  const [postgres, broker, azurite, simulator] = await Promise.all(started)
  // a database that answers nothing would hold back Ctrl-C
  const tenant = await Promise.race([migrateAndSeed(postgres.url, seedEntraTenantId), aborted(parts.ended)])
  // after the simulator, whose certificates it shares
  const telemetry = options.traces
    ? await parts.start<TelemetryInfo>('telemetry', 'telemetry', {
        port: 8444,
        certificates: folder,
        prints: true,
        ...(publicKey && { identityKey: publicKey }),
      })
    : undefined
  if (identity) await createLogin(postgres.url, identity.login)
  const places = { postgres, broker, azurite, simulator }
  const settings = {
    ...appSettings(places),
    ...entrances(places, identity),
    ...(telemetry && {
      APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry.connectionString,
      TELEMETRY_SAMPLING_RATIO: '1',
      // what could not be sent is kept there, and goes with the stack
      TMPDIR: scratch,
    }),
    ...options.settings,
  }
  const app = await parts.start<CoreToolsInfo>(
    'app',
    options.host ?? 'host',
    // what still runs when the stack ends is thrown away with its database
    { root: options.root, port: 7071, settings, log: options.log ?? 'text', graceMs: 0 },
    { NODE_EXTRA_CA_CERTS: simulator.caFile },
  )
  return { app, postgres, broker, azurite, simulator, tenant, ...(telemetry && { telemetry }) }
}

type Places = Omit<StackInfo, 'app' | 'tenant' | 'telemetry'>

/** How the app enters database, queues and Graph: by identity, or by what it must keep secret. */
function entrances(
  { postgres, broker, simulator }: Places,
  identity: StackIdentity | undefined,
): Record<string, string> {
  if (identity)
    return identitySettings(identity, {
      postgresUrl: postgres.url,
      gatePort: postgres.gatePort!,
      brokerPort: broker.port,
      simulatorUrl: simulator.url,
    })
  return {
    DATABASE_URL: postgres.url,
    ServiceBusConnection: broker.connectionString,
    AZURE_AD_CLIENT_SECRET: simulator.clientSecret,
  }
}

function appSettings({ azurite, simulator }: Places): Record<string, string> {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: azurite.connectionString,
    SYNC_QUEUE: 'intune-sync-queue',
    INTERACTIVE_QUEUE: 'intune-operations-queue',
    AZURE_AD_CLIENT_ID: simulator.clientId,
    API_CLIENT_ID: simulator.apiClientId,
    AZURE_AUTHORITY_HOST: simulator.authorityHost,
    AZURE_INSTANCE_DISCOVERY: 'false',
    GRAPH_BASE_URL: simulator.graphBaseUrl,
    // where examples/next-app listens
    RUN_LINK_TEMPLATE: 'http://localhost:3000/tenants/{tenantId}/runs/{runId}',
    // constant, so that the same data gives the same rows on every start
    SETTINGS_FINGERPRINT_KEY: 'for this machine only, not a secret of any deployment',
    NODE_EXTRA_CA_CERTS: simulator.caFile,
  }
}
