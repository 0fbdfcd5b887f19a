import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { text } from 'node:stream/consumers'
import { ServiceBusClient } from '@azure/service-bus'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { createAuthenticate } from '../../src/access/authenticate'
import { createKeyCache } from '../../src/access/key-cache'
import { createApp } from '../../src/app'
import { policySync } from '../../src/operations/policy-sync/record'
import { readConfig } from '../../src/config'
import { systemClock } from '../../src/shared/clock'
import { fetchToken } from '../stack/caller-api'
import type { Stack } from '../stack/stack'
import { demoCallers } from '../simulator/entra/demo-callers'
import { percentile, round, timeEach } from './measure'

export interface StartLatency {
  clients: number
  p50Ms: number
  p95Ms: number
  bareP50Ms: number
  bareP95Ms: number
  /** p95 ÷ bare p95; must be at most 2. */
  ratio: number
}

const caller = { ...demoCallers.operator, actingFor: null }

/** Makes the check of tokens, with the simulator's keys. */
async function checkTokens({ simulator }: Stack['info']) {
  const fetch = ((url: string | URL) => fetchTrusting(simulator.caFile, url)) as typeof globalThis.fetch
  const { authorityHost, apiClientId: clientId } = simulator
  const keys = createKeyCache({ authorityHost, clock: systemClock, fetch, log: () => {} })
  const authenticate = createAuthenticate({ clientId, keys, clock: systemClock })
  const { accessToken } = await fetchToken(simulator, 'operator')
  const headers = new Headers({ authorization: `Bearer ${accessToken}` })
  return () => authenticate(headers)
}

/** Gets a page of a server whose certificate only `caFile` vouches for: `fetch` cannot be told of it. */
async function fetchTrusting(caFile: string, url: string | URL): Promise<Response> {
  const sent = get(url, { ca: readFileSync(caFile) })
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return new Response(await text(answer), { status: answer.statusCode ?? 500 })
}

const warmUp = 1600

const callsPer = { 1: 400, 32: 6400 } as const

/** Latency of starts while the broker is down; must be at most 200 ms. */
export interface StartWithoutBroker {
  starts: number
  p50Ms: number
  p95Ms: number
  maxMs: number
}

/** Stops the stack's broker, then starts 100 syncs of different tenants in turn. */
export async function startWithoutBroker({ info, parts }: Stack): Promise<StartWithoutBroker> {
  const app = createApp(readConfig(settingsOf(info)), () => {})
  const sql = postgres(info.postgres.url, { ...connectionOptions(info.postgres.url), max: 1 })
  try {
    for (const key of await makeTenants(sql, info.tenant.workspaceId, 20))
      await app.start({ caller }, policySync, { tenantKey: key, input: {}, force: false, trailing: false })
    await parts.broker?.stop()
    const keys = await makeTenants(sql, info.tenant.workspaceId, 100)
    const times = await timeEach(keys.length, 1, (n) =>
      app.start({ caller }, policySync, { tenantKey: keys[n]!, input: {}, force: false, trailing: false }),
    )
    const [p50Ms, p95Ms, maxMs] = [0.5, 0.95, 1].map((share) => round(percentile(times, share)))
    return { starts: times.length, p50Ms: p50Ms!, p95Ms: p95Ms!, maxMs: maxMs! }
  } finally {
    await app.close()
    await sql.end()
  }
}

/**
 * Measures a start (check of the token, admission and send) beside one bare insert and one bare send, with the same clients. Both alternate,
 * so that a change in machine speed affects both; each start uses a new tenant. The functions host is stopped before: it
 * would work on what is started (measured: 1.2 ms of CPU for each start, more than the start itself).
 */
export async function startLatency({ info, parts }: Stack): Promise<StartLatency[]> {
  await parts.app?.stop()
  const app = createApp(readConfig(settingsOf(info)), () => {})
  const sql = postgres(info.postgres.url, { ...connectionOptions(info.postgres.url), max: 6 })
  const bus = new ServiceBusClient(info.broker.connectionString)
  const sender = bus.createSender('intune-sync-queue')
  await sql`create table bare (id uuid primary key default gen_random_uuid(), body jsonb, at timestamptz default now())`
  const authenticate = await checkTokens(info)
  const start = async (tenantKey: string) => {
    await app.start({ caller: await authenticate() }, policySync, {
      tenantKey,
      input: {},
      force: false,
      trailing: false,
    })
  }
  const bare = async () => {
    const [row] = await sql`insert into bare (body) values ('{}') returning id`
    await sender.sendMessages({ body: { v: 1, runId: row!.id as string }, messageId: randomUUID() })
  }
  try {
    // an instance is warm when its code is compiled: the first thousand of either take a third longer
    await timeEach(warmUp, 32, bare)
    const keys = await makeTenants(sql, info.tenant.workspaceId, warmUp)
    await timeEach(warmUp, 32, (n) => start(keys[n]!))
    const results: StartLatency[] = []
    for (const clients of [1, 32] as const) {
      const startTimes: number[] = []
      const bareTimes: number[] = []
      const rounds = 8
      for (let i = 0; i < rounds; i++) {
        const calls = callsPer[clients] / rounds
        const keys = await makeTenants(sql, info.tenant.workspaceId, calls)
        startTimes.push(...(await timeEach(calls, clients, (n) => start(keys[n]!))))
        bareTimes.push(...(await timeEach(calls, clients, bare)))
      }
      results.push(compare(clients, startTimes, bareTimes))
    }
    return results
  } finally {
    await app.close()
    await bus.close()
    await sql.end()
  }
}

function compare(clients: number, startTimes: number[], bareTimes: number[]): StartLatency {
  const p95 = percentile(startTimes, 0.95)
  const bare95 = percentile(bareTimes, 0.95)
  return {
    clients,
    p50Ms: round(percentile(startTimes, 0.5)),
    p95Ms: round(p95),
    bareP50Ms: round(percentile(bareTimes, 0.5)),
    bareP95Ms: round(bare95),
    ratio: round(p95 / bare95, 2),
  }
}

/** Makes active tenants of a workspace. Returns their ids. */
export async function makeTenants(sql: postgres.Sql, workspaceId: string, count: number): Promise<string[]> {
  const rows = await sql`insert into tenants (workspace_id, entra_tenant_id, display_name, status)
    select ${workspaceId}, gen_random_uuid(), 'bench', 'active' from generate_series(1, ${count}) returning external_id`
  return rows.map((row) => row.external_id as string)
}

/** The settings of an instance beside the stack's own. */
export function settingsOf({ postgres, broker, simulator }: Stack['info']): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: postgres.url,
    ServiceBusConnection: broker.connectionString,
    SYNC_QUEUE: 'intune-sync-queue',
    INTERACTIVE_QUEUE: 'intune-operations-queue',
    AZURE_AD_CLIENT_ID: simulator.clientId,
    AZURE_AD_CLIENT_SECRET: simulator.clientSecret,
    API_CLIENT_ID: simulator.apiClientId,
    SETTINGS_FINGERPRINT_KEY: 'x'.repeat(32),
  }
}
