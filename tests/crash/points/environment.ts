import { firstCollections } from '../../support/first-collections'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiClientId } from '../../../local/simulator/entra/demo-callers'
import { type Simulator, startSimulator } from '../../../local/simulator/simulator'
import type { CopiedDatabase } from '../../support/copy-database'
import { makeFixture } from './fixture'
import { assertBuilt } from './statements'
import { tenants } from './tenants'
import type { Settings } from './worker-process'
import { Workers } from './workers'

/** What all crashes share: Graph, processes, and a database to copy. */
export interface Environment {
  /** Two: as many runs at once as the smallest machine has cores. */
  workers: readonly [Workers, Workers]
  /** The database that all scenarios begin with. */
  fixture: string
  /** What a worker process is configured with. */
  settings(databaseUrl: string, serviceBus: string): Settings
  /** Keeps a database until the end. Returns its name. */
  keep(database: CopiedDatabase): string
  close(): Promise<void>
}

export async function openEnvironment(): Promise<Environment> {
  assertBuilt()
  const certificates = mkdtempSync(join(tmpdir(), 'tenantpilot-crash-'))
  const simulator = await startGraph(certificates)
  const databases: CopiedDatabase[] = []
  const workers = [new Workers(simulator.caFile), new Workers(simulator.caFile)] as const
  const environment: Environment = {
    workers,
    fixture: '',
    settings: (databaseUrl, serviceBus) => ({
      DATABASE_URL: databaseUrl,
      ServiceBusConnection: serviceBus,
      API_CLIENT_ID: apiClientId,
      PUBLIC_BASE_URL: 'https://api.example',
      AZURE_AD_CLIENT_ID: simulator.clientId,
      AZURE_AD_CLIENT_SECRET: simulator.clientSecret,
      AZURE_AUTHORITY_HOST: simulator.authorityHost,
      AZURE_INSTANCE_DISCOVERY: 'false',
      GRAPH_BASE_URL: simulator.graphBaseUrl,
      SETTINGS_FINGERPRINT_KEY: 'of the crash tests, and of nothing else',
    }),
    keep(database) {
      databases.push(database)
      return database.name
    },
    async close() {
      await Promise.all(workers.map((pair) => pair.end()))
      for (const database of databases) await database.drop()
      await simulator.stop()
      rmSync(certificates, { recursive: true, force: true })
    },
  }
  try {
    environment.fixture = await makeFixture(environment)
    return environment
  } catch (error) {
    await environment.close()
    throw error
  }
}

async function startGraph(certificates: string): Promise<Simulator> {
  const simulator = await startSimulator({
    port: 0,
    certificates,
    tenants: Object.values(tenants).map(({ entraTenantId, policies }, i) => ({
      entraTenantId,
      policies,
      seed: 7 + i,
      only: firstCollections,
    })),
    throttle: 'off',
    log: () => {},
  })
  simulator.control.licence(tenants.f.entraTenantId, 'compliancePolicies', false)
  return simulator
}
