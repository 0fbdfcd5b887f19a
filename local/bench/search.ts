import { toAppKey, toTenantId, type AppKey } from '../../src/shared/ids'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import type { Db } from '../../src/db/database'
import { searchSettings } from '../../src/search/settings'
import type { SettingsQuery } from '../../src/search/conditions'
import { searchPolicies } from '../../src/search/policies'
import { findSettings } from '../../cli/api-client'
import { openReading } from '../postgres/reading'
import { apiOf } from '../stack/caller-api'
import type { Stack } from '../stack/stack'
import { percentile, round, timeEach } from './measure'
import { areas, fill, nouns } from './search-data'

export interface SearchFigures {
  search: string
  tenant: string
  /** Number of items the last search found. */
  items: number
  p50Ms: number
  p95Ms: number
  maxMs: number
  /** One call of the same search through the HTTP trigger; null when not measured. */
  httpMs: number | null
}

const pick = (words: readonly string[], n: number) => words[n % words.length]!.toLowerCase()

/** The searches by description; `n` selects a variant. */
const searches: Record<string, (n: number) => Partial<SettingsQuery>> = {
  'a word in a third of the rows': () => ({ words: ['windows'] }),
  'a word in a third, all at the end': () => ({ words: ['workstations'] }),
  'a word in a twentieth': (n) => ({ words: [pick(areas, n)] }),
  'two words': (n) => ({ words: [pick(areas, n), pick(nouns, n)] }),
  'two words, one rare': (n) => ({ words: [`server-${n * 77}.`, 'windows'] }),
  'a rare word': () => ({ words: ['zanzibar'] }),
  'a word that is nowhere': (n) => ({ words: [`nowhere${n}`] }),
  'part of a word': (n) => ({ words: [pick(areas, n).slice(1, 4)] }),
  'two letters': (n) => ({ words: [pick(nouns, n).slice(0, 2)] }),
  'two letters that are nowhere': () => ({ words: ['qq'] }),
  'a value': (n) => ({ valueWords: ['administrators'], words: [pick(areas, n)] }),
  'a type and a word': (n) => ({ policyType: 'endpointSecurity', words: [pick(nouns, n)] }),
  'changed in the last days': (n) => ({
    changedSince: new Date(Date.now() - (n + 1) * 3_600_000),
    includeDefaults: true,
  }),
}
const tenants = ['huge', 'large', 'mid-3', 'small'].map(toAppKey)
const rounds = 20
const everything = { words: [], valueWords: [], includeDefaults: false }

/** Measures a fixed mix of searches over `rows` rows in tenants of very different size. */
export async function searchRate({ info }: Stack, rows: number) {
  const sql = postgres(info.postgres.url, { ...connectionOptions(info.postgres.url), max: 1 })
  const { db, close } = openReading(info.postgres.url, tenants)
  try {
    const loadSeconds = await load(sql, info.tenant.workspaceId, rows)
    const api = apiOf(info)
    const figures: SearchFigures[] = []
    for (const tenant of tenants) {
      for (const [search, queryOf] of Object.entries(searches)) {
        let items = 0
        const query = (n: number): SettingsQuery => ({ ...everything, ...queryOf(n) })
        const times = await timeEach(rounds, 1, async (n) => {
          items = (await searchSettings(db, tenant, { query: query(n), limit: 50 })).items.length
        })
        const [httpMs] = await timeEach(1, 1, () => findSettings({ ...api, tenantId: tenant }, toParameters(query(0))))
        figures.push({ search, tenant, items, ...spread(times), httpMs: round(httpMs!) })
      }
      figures.push(await deepPages(db, tenant), await policies(db, sql, tenant))
    }
    return { rows, loadSeconds, figures }
  } finally {
    await close()
    await sql.end()
  }
}

/** Measures the pages after the first; each call reads the next page. */
async function deepPages(db: Db, tenant: AppKey): Promise<SearchFigures> {
  const query = { words: ['windows'], valueWords: [], includeDefaults: false }
  let page = await searchSettings(db, tenant, { query, limit: 200 })
  const times = await timeEach(rounds, 1, async () => {
    page = await searchSettings(db, tenant, { query, limit: 200, after: page.next ?? undefined })
  })
  return { search: 'the pages behind the first', tenant, items: page.items.length, ...spread(times), httpMs: null }
}

async function policies(db: Db, sql: postgres.Sql, tenant: AppKey): Promise<SearchFigures> {
  const [row] = await sql`select external_id from tenants where app_key = ${tenant}`
  let items = 0
  const times = await timeEach(rounds, 1, async (n) => {
    const query = { words: n % 2 ? [pick(areas, n)] : [`executives ${n}`, 'workstations'], includeRemoved: false }
    items = (await searchPolicies(db, toTenantId(row!.external_id), { query, limit: 50 })).items.length
  })
  return { search: 'policies', tenant, items, ...spread(times), httpMs: null }
}

/** Inserts the rows, then creates the indexes, which is faster. Returns seconds. */
async function load(sql: postgres.Sql, workspaceId: string, rows: number) {
  const indexes = await sql`select indexname, indexdef from pg_indexes
    where tablename = 'policy_settings' and indexname not in (select conname from pg_constraint)`
  await sql`set maintenance_work_mem = '512MB'`
  await sql`set synchronous_commit = off`
  for (const { indexname } of indexes) await sql`drop index ${sql(indexname as string)}`
  const [filled] = await timeEach(1, 1, () => fill(sql, workspaceId, rows))
  const [indexed] = await timeEach(1, 1, async () => {
    for (const { indexdef } of indexes) await sql.unsafe(indexdef as string)
    await sql`vacuum analyze policy_settings`
    await sql`vacuum analyze policies`
  })
  return { rows: round(filled! / 1000), indexes: round(indexed! / 1000) }
}

function toParameters({ words, valueWords, changedSince, policyType, includeDefaults }: SettingsQuery) {
  return {
    ...(words.length > 0 ? { q: words.join(' ') } : {}),
    ...(valueWords.length > 0 ? { value: valueWords.join(' ') } : {}),
    ...(changedSince ? { changedSince: changedSince.toISOString() } : {}),
    ...(policyType ? { policyType } : {}),
    includeDefaults,
    limit: 50,
  }
}

const spread = (times: readonly number[]) => ({
  p50Ms: round(percentile(times, 0.5)),
  p95Ms: round(percentile(times, 0.95)),
  maxMs: round(percentile(times, 1)),
})
