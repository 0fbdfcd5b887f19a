import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Simulator } from '../../local/simulator/simulator'
import { startSimulator } from '../../local/simulator/simulator'
import type { Settings } from './worker'

/** A tenant of the fixture. */
export interface Tenant {
  key: string
  entraTenantId: string
  policies: number
}

const tenant = (n: number, policies: number): Tenant => ({
  key: `${n}0000000-0000-4000-8000-000000000000`,
  entraTenantId: `${n}1111111-1111-4111-8111-111111111111`,
  policies,
})

/** The first is the one whose sync is watched; the others have one thing each to be mended. `f` lacks a licence. */
export const tenants = {
  main: tenant(1, 7),
  b: tenant(2, 1),
  c: tenant(3, 1),
  d: tenant(4, 1),
  e: tenant(5, 1),
  f: tenant(6, 40),
}

/** What all kills share: Graph, and PostgreSQL with a database to copy. */
export interface Bench {
  simulator: Simulator
  /** Runs plain SQL on the server's own database. */
  admin: postgres.Sql
  postgresPort: number
  databaseUrl(name: string, port?: number): string
  settings(databaseUrl: string, serviceBus: string): Settings
  /** A new database like another; its name. */
  copy(template: string): Promise<string>
  drop(name: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  stop(): Promise<void>
}

export async function startBench(): Promise<Bench> {
  const certificates = mkdtempSync(join(tmpdir(), 'tenantpilot-kills-'))
  const simulator = await startSimulator({
    port: 0,
    certificates,
    tenants: Object.values(tenants).map(({ entraTenantId, policies }, i) => ({ entraTenantId, policies, seed: 7 + i })),
    throttle: 'off',
    log: () => {},
  })
  simulator.control.licence(tenants.f.entraTenantId, 'compliancePolicies', false)
  const server = new URL(process.env.TEST_POSTGRES_URL!)
  const databaseUrl = (name: string, port = Number(server.port)) => {
    const url = new URL(server)
    url.pathname = `/${name}`
    url.port = String(port)
    return url.href
  }
  const made = new Set<string>()
  const admin = postgres(databaseUrl('postgres'), { max: 1, onnotice: () => {} })
  return {
    simulator,
    admin,
    postgresPort: Number(server.port),
    databaseUrl,
    settings: (url, serviceBus) => ({
      DATABASE_URL: url,
      ServiceBusConnection: serviceBus,
      AZURE_AD_CLIENT_ID: simulator.clientId,
      AZURE_AD_CLIENT_SECRET: simulator.clientSecret,
      AZURE_AUTHORITY_HOST: simulator.authorityHost,
      AZURE_INSTANCE_DISCOVERY: 'false',
      GRAPH_BASE_URL: simulator.graphBaseUrl,
      SETTINGS_FINGERPRINT_KEY: 'of the kill tests, and of nothing else',
    }),
    async copy(template) {
      const name = `kills_${randomUUID().replaceAll('-', '')}`
      await admin.unsafe(`create database ${name} template ${template}`)
      made.add(name)
      return name
    },
    async drop(name) {
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      made.delete(name)
    },
    async rename(from, to) {
      await admin.unsafe(`alter database ${from} rename to ${to}`)
      made.delete(from)
      made.add(to)
    },
    async stop() {
      for (const name of made) await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end()
      await simulator.stop()
      rmSync(certificates, { recursive: true, force: true })
    },
  }
}
