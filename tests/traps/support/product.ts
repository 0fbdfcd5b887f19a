import { toAppKey, toEntraTenantId, toGraphId, toRunId, toTenantId } from '../../../src/shared/ids'
import { createGraphClient, type GraphClient } from '../../../src/graph/graph-client'
import type { Graph } from '../../../src/graph/types'
import type { Db } from '../../../src/db/database'
import { createPolicySync } from '../../../src/operations/policy-sync/handler'
import type { RunStore } from '../../../src/operations/run-store'
import type { Run } from '../../../src/runs/ledger/types'
import type { ItemResult } from '../../../src/runs/ledger/record-item'
import type { PolicyUnit } from '../../../src/intune/stored/policy-unit'
import type { Sweep } from '../../../src/intune/store/sweep'
import { sessionOptions } from '../../graph/support/open'
import { skippingClock } from '../../graph/support/clock'
import { fixedTypes } from '../../support/fixed-types'
import { contextOf } from '../../support/run-context'
import { type Running, tenantId } from '../../local/simulator/harness'

/** What a sync wrote and returned. */
export interface Synced {
  /** Written policies, by `source/id`. */
  policies: Map<string, PolicyUnit>
  /** Every `source/id` in the order of writes; one written twice occurs twice. */
  written: string[]
  /** Items that did not succeed. */
  failed: ItemResult[]
  sweep: Sweep | undefined
}

export interface Product {
  graph: Graph
  /** Runs the real sync on the real client and keeps its rows in memory. `stored`: policies of an earlier sync. */
  sync(stored?: { source: string; id: string }[]): Promise<Synced>
  /** Every wait of the client in milliseconds; the clock skips it. */
  waits: number[]
  /** Every request that left the client. */
  asked: string[]
  /** Every next link that the client received. */
  links: string[]
  /** Called once after the answer to the first request that matches. */
  once(match: RegExp, act: () => void): void
}

afterEach(() => jest.restoreAllMocks())

/** Opens the real Graph client on a running simulator. Only this `fetch` trusts the simulator's certificate. */
export function product(simulator: Running): Product {
  const clock = skippingClock()
  const asked: string[] = []
  const links: string[] = []
  const hooks: { match: RegExp; act: () => void }[] = []
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, { method, headers, body } = {}) => {
    const url = String(input)
    asked.push(url)
    if (!url.startsWith(simulator.url)) throw new Error(`Another host was asked: ${url}`)
    const options = { method: method ?? 'GET', headers: headers as Record<string, string> }
    const reply = await simulator.call(url, options, body as string | undefined)
    for (const [, link] of reply.text.matchAll(/nextLink":("[^"]*")/g)) links.push(JSON.parse(link!) as string)
    const hook = hooks.findIndex(({ match }) => match.test(decodeURIComponent(url)))
    if (hook >= 0) hooks.splice(hook, 1)[0]!.act()
    return new Response(reply.text, { status: reply.status, headers: reply.headers as Record<string, string> })
  })
  const graph = clientOf(simulator, clock).open(sessionOptions({ entraTenantId: toEntraTenantId(tenantId) }))
  return {
    graph,
    sync: (stored = []) => sync(graph, stored),
    waits: clock.waits,
    asked,
    links,
    once: (match, act) => void hooks.push({ match, act }),
  }
}

function clientOf(simulator: Running, clock: ReturnType<typeof skippingClock>): GraphClient {
  const getToken = async () => {
    const { json } = await simulator.token()
    return { token: String(json.access_token), expiresOnTimestamp: clock.now() + 3_600_000 }
  }
  return createGraphClient({
    graphBaseUrl: simulator.graphBaseUrl,
    clock,
    credentialFor: () => ({ getToken }),
  })
}

async function sync(graph: Graph, stored: { source: string; id: string }[]): Promise<Synced> {
  const policies = new Map<string, PolicyUnit>()
  const written: string[] = []
  const failed: ItemResult[] = []
  const store: RunStore = {
    done: async () => new Set(),
    async write(unit) {
      const key = `${unit.source}/${unit.graphId}`
      written.push(key)
      policies.set(key, unit)
    },
    async record(item) {
      if (item.outcome !== 'succeeded') failed.push(item)
    },
    missing: async (source) =>
      stored.flatMap((policy) =>
        policy.source === source && !written.includes(`${source}/${policy.id}`) ? [toGraphId(policy.id)] : [],
      ),
    stored: () => unasked('stored policies'),
    countStored: () => unasked('stored policies'),
    sweep: async (_tx, found) => void (sweep = found),
  }
  let sweep: Sweep | undefined
  const operation = createPolicySync({
    types: fixedTypes,
    openGraph: async () => graph,
    openStore: () => store,
    definitionCache: { definitionsFor: async () => () => undefined },
    fingerprint: (secret) => secret,
  })
  const { closingStep } = await operation.run({}, contextOf(run, tenant))
  await closingStep!(noTransaction)
  return { policies, written, failed, sweep }
}

const run = { id: toRunId('a run'), attempt: 1 } as Run
const tenant = {
  workspaceId: 'a workspace',
  externalId: toTenantId('a tenant'),
  appKey: toAppKey('a tenant'),
  entraTenantId: toEntraTenantId(tenantId),
}
/** The store of these tests keeps everything in memory. */
const noTransaction = undefined as unknown as Db

function unasked(what: string): never {
  throw new Error(`A sync does not ask for ${what}.`)
}
