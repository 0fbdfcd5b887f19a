import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Row, TableName } from '../../local/telemetry/tables'
import { infra } from '../infra/support/files'
import { deployMain, inside, ofType } from '../infra/support/installation'
import type { Row as KqlRow } from './kql/evaluate'
import type { Query } from './kql/syntax'
import { readQuery } from './kql/read-query'
import { runQuery } from './kql/run-query'

const folder = join(infra, 'queries')

/** Every query of `infra/queries`, by its name. */
export const queries: ReadonlyMap<string, string> = new Map(
  readdirSync(folder).map((file) => [file.replace(/\.kql$/, ''), readFileSync(join(folder, file), 'utf8')]),
)

/** A log alert as it is deployed. */
export interface Rule {
  query: Query
  windowMs: number
}

/** The log alerts of production, by name. */
export async function deployedRules(): Promise<Map<string, Rule>> {
  const rules = ofType(await deployMain('production'), 'Microsoft.Insights/scheduledQueryRules')
  return new Map(
    rules.map(({ name, body }) => [
      name.replace('tenantpilot-production-', ''),
      {
        query: readQuery(String(inside(body, 'properties.criteria.allOf.0.query'))),
        windowMs: milliseconds(String(inside(body, 'properties.windowSize'))),
      },
    ]),
  )
}

/** Whether an alert fires with these rows: it is asked for those of its window, and fires for any row that comes out. */
export function fires(
  { query, windowMs }: Rule,
  rows: Partial<Record<TableName, readonly Row[]>>,
  now: number,
): boolean {
  const table = toKql(rows[query.table as TableName] ?? [])
  const inWindow = table.filter((row) => Number(row['TimeGenerated']) > now - windowMs)
  return runQuery(query, inWindow, now).length > 0
}

/** The rows with times as numbers. */
export function toKql(rows: readonly Row[]): KqlRow[] {
  return rows.map((row) => ({ ...row, TimeGenerated: Date.parse(String(row['TimeGenerated'])) }))
}

/** Of `PT10M`, `PT1H` and `P1D`. */
function milliseconds(duration: string): number {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? []
  const found = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60_000
  if (found === 0) throw new Error(`${duration} is no duration that is known here.`)
  return found
}
