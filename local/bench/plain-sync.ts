import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import type { StoredDefinition } from '../../src/intune/stored/definition'
import type { BatchAnswer, Graph, GraphRequest } from '../../src/graph/types'
import { absoluteUrl } from '../../src/graph/transport/url'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { storedPolicyId } from '../../src/intune/stored/policy-id'
import { trimDefinition } from '../../src/intune/definitions/trim-definition'
import type { SettingRow } from '../../src/intune/stored/setting-row'
import type { StackInfo } from '../stack/stack'
import { round } from './measure'

export interface PlainSync {
  settings: number
  requests: number
  seconds: number
}

/**
 * Syncs one request at a time, looks up each name when it is needed and writes one row at a time, for comparison. Uses the
 * same policy types and the same flattening code as the app.
 */
export async function plainSync({ simulator, postgres: database, tenant }: StackInfo): Promise<PlainSync> {
  const graph = await plainGraph(simulator, tenant.entraTenantId)
  const sql = postgres(database.url, { ...connectionOptions(database.url), max: 1 })
  const definitions = new Map<string, StoredDefinition | undefined>()
  const startedAt = performance.now()
  let settings = 0
  try {
    await sql`create table plain_settings (like policy_settings including all)`
    for (const type of policyTypes)
      for await (const page of graph.pages({ version: type.version, path: type.path, query: type.listQuery }))
        for (const entry of page.value) {
          const policy = type.parse(entry)
          const { full } = await type.readFull(policy, graph)
          for (const id of type.catalog ? type.definitionIds(full) : []) {
            const key = `${type.catalog}/${id.toLowerCase()}`
            if (!definitions.has(key)) definitions.set(key, await definitionOf(graph, type.catalog!, id))
          }
          const names = (id: string) => definitions.get(`${type.catalog}/${id.toLowerCase()}`)
          const rows = type.flatten(full, names, (secret) => secret)
          const id = storedPolicyId(type.source, policy.id)
          for (const row of rows)
            await writeRow(sql, [id, type.policyName(full), type.policyType(full), type.source], row)
          settings += rows.length
        }
    return { settings, requests: graph.requests(), seconds: round((performance.now() - startedAt) / 1000, 2) }
  } finally {
    await sql`drop table if exists plain_settings`
    await sql.end()
  }
}

async function definitionOf(graph: Graph, catalog: string, id: string): Promise<StoredDefinition | undefined> {
  const path = `deviceManagement/${catalog}/${encodeURIComponent(id)}`
  const found = await graph.get({ version: 'beta', path }).catch(() => undefined)
  return trimDefinition(found) ?? undefined
}

async function writeRow(sql: postgres.Sql, policy: string[], row: SettingRow): Promise<void> {
  const [id, name, policyType, source] = policy as [string, string, string, string]
  await sql`
    insert into plain_settings (tenant_id, graph_policy_id, policy_name, policy_type, setting_name, setting_value,
      setting_value_type, last_synced_at, source, setting_path, raw_value)
    values ('plain', ${id}, ${name}, ${policyType}, ${row.name}, ${row.value}, ${row.valueType}, now(), ${source},
      ${row.path}, ${row.raw})
    on conflict (tenant_id, graph_policy_id, setting_name) do update set setting_value = excluded.setting_value,
      last_synced_at = excluded.last_synced_at`
}

/** A Graph client without rate limit, retries, concurrency or `$batch`. */
async function plainGraph(
  simulator: StackInfo['simulator'],
  entraTenantId: string,
): Promise<Graph & { requests(): number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: readFileSync(simulator.caFile) })
  const token = await fetchToken(simulator, entraTenantId, agent)
  let count = 0
  const ask = async (url: string) => {
    count++
    return send(url, agent, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } })
  }
  const urlOf = (wanted: GraphRequest) => absoluteUrl(simulator.graphBaseUrl, wanted)
  const graph: Graph & { requests(): number } = {
    async *pages(wanted, first) {
      let url: string | undefined = urlOf(wanted)
      let given = first
      while (url) {
        const body = (given ?? (await ask(url)).body) as { value: unknown[]; '@odata.nextLink'?: string }
        given = undefined
        yield { value: body.value, restarted: false }
        url = body['@odata.nextLink']
      }
    },
    async get(wanted) {
      const { status, body } = await ask(urlOf(wanted))
      if (status !== 200) throw new Error(`answered ${status}`)
      return body
    },
    async batch(requests) {
      const answers: BatchAnswer[] = []
      for (const wanted of requests) answers.push(await ask(urlOf(wanted)))
      return answers
    },
    permissions: async () => null,
    forDefinitions: () => graph,
    metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
    requests: () => count,
  }
  return graph
}

async function fetchToken(simulator: StackInfo['simulator'], entraTenantId: string, agent: Agent): Promise<string> {
  const { origin } = new URL(simulator.graphBaseUrl)
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: simulator.clientId,
    client_secret: simulator.clientSecret,
    scope: `${origin}/.default`,
  })
  const { body } = await send(`${simulator.authorityHost}/${entraTenantId}/oauth2/v2.0/token`, agent, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  return (body as { access_token: string }).access_token
}

function send(
  url: string,
  agent: Agent,
  { body, ...options }: { method?: string; headers: Record<string, string>; body?: string },
): Promise<BatchAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, ...options }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString() || 'null') }),
      )
    })
    sent.on('error', reject).end(body)
  })
}
