import { sql } from 'drizzle-orm'
import { gunzipSync } from 'node:zlib'
import { type Db, openDatabase } from '../../src/db/database'
import type { StoredDefinition } from '../../src/intune/stored/definition'
import type { FullPolicy } from '../../src/intune/stored/full-policy'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { storedPolicies } from '../../src/intune/store/read-policies'
import type { StackInfo } from '../stack/stack'
import { round } from './measure'

export interface FlattenRate {
  policies: number
  rows: number
  megabytes: number
  flattenMbPerSecond: number
  /** `JSON.parse` of the same bytes, as the lower limit of the cost. */
  parseMbPerSecond: number
}

const rounds = 5

/** Measures the flattening of all stored policies of the stack's tenant, in memory. */
export async function flattenRate({ postgres, tenant }: StackInfo): Promise<FlattenRate> {
  const { db, close } = openDatabase(postgres.url)
  try {
    const names = await readNames(db)
    const bySource = new Map(policyTypes.map((type) => [type.source, type]))
    const texts: { source: string; text: string }[] = []
    for await (const { source, raw } of storedPolicies(db, tenant.externalId))
      texts.push({ source, text: gunzipSync(raw).toString() })
    const megabytes = texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6
    let rows = 0
    let parsed: { source: string; full: FullPolicy }[] = []
    const parsing = best(() => {
      parsed = texts.map(({ source, text }) => ({ source, full: JSON.parse(text) as FullPolicy }))
    })
    const flattening = best(() => {
      rows = 0
      for (const { source, full } of parsed) {
        const type = bySource.get(source)!
        rows += type.flatten(
          full,
          (id) => names.get(`${type.catalog}/${id.toLowerCase()}`),
          (secret) => secret,
        ).length
      }
    })
    return {
      policies: texts.length,
      rows,
      megabytes: round(megabytes),
      flattenMbPerSecond: round(megabytes / flattening),
      parseMbPerSecond: round(megabytes / parsing),
    }
  } finally {
    await close()
  }
}

/** Returns the seconds of the fastest round, to leave out other load on the machine. */
function best(work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now()
    work()
    return (performance.now() - startedAt) / 1000
  })
  return Math.min(...times)
}

async function readNames(db: Db): Promise<Map<string, StoredDefinition>> {
  const rows = await db.execute(
    sql`select catalog, id_lower, definition from setting_definitions where definition is not null`,
  )
  return new Map(
    rows.map((row) => [`${String(row.catalog)}/${String(row.id_lower)}`, row.definition as StoredDefinition]),
  )
}
