import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { type Api, findSettings, type RunView, type SettingsParameters } from './api-client'

/** Prints how a run ended, with the policies that failed and why. */
export async function printRun(databaseUrl: string, run: RunView): Promise<void> {
  const { counts, graph, error } = run
  const seconds = (durationOf(run) / 1000).toFixed(1)
  console.log(`\n  ${run.status} after ${seconds} s: ${counts.policies} policies, ${counts.settings} settings`)
  console.log(
    `  rows: ${counts.inserted} inserted, ${counts.updated} updated, ${counts.unchanged} unchanged, ${counts.removed} removed`,
  )
  const throttled = graph.throttledMs > 0 ? `, ${(graph.throttledMs / 1000).toFixed(1)} s throttled` : ''
  console.log(
    `  Graph: ${graph.requests} requests, ${graph.retries} retries${throttled}; ${graph.definitionRequests} for setting definitions`,
  )
  if (error) console.log(`  ${error.code}: ${error.message}`)
  await printExceptions(databaseUrl, run.runId)
}

/** Prints the failed and skipped items with their reasons. */
async function printExceptions(databaseUrl: string, runId: string): Promise<void> {
  const sql = postgres(databaseUrl, { ...connectionOptions(databaseUrl), max: 1 })
  const rows = await sql`select source, label, outcome, code, message from run_items
    where run_id = ${runId} and outcome in ('failed', 'skipped') order by outcome, item_key limit 50`
  await sql.end()
  for (const row of rows) console.log(`    ${row.outcome}: ${row.source} "${row.label}": ${row.message} (${row.code})`)
}

/**
 * Prints the settings a search finds, below their policies, and the sources that may be out of date. `more` says how to see
 * the rest. Returns the number of settings.
 */
export async function printSearch(
  api: Api,
  parameters: SettingsParameters,
  more = 'narrow the search, or raise --limit',
): Promise<number> {
  const { items, nextCursor, sources } = await findSettings(api, parameters)
  for (const [i, item] of items.entries()) {
    if (item.policyId !== items[i - 1]?.policyId) console.log(`  ${item.policyName} (${item.policyType})`)
    console.log(`    ${item.settingName} = ${item.value.replace(/\s+/g, ' ').slice(0, 120)}`)
  }
  if (items.length === 0) console.log('  nothing found')
  else if (nextCursor) console.log(`  there is more: ${more}`)
  for (const { source, staleSince, lastFullReadAt, code } of sources.filter((each) => each.staleSince))
    console.log(
      `  ${source} is stale since ${staleSince} (${code}): last read ${lastFullReadAt ?? 'never'}, rows may be out of date`,
    )
  return items.length
}

/** Milliseconds from the first claim to the end. */
export function durationOf({ startedAt, finishedAt, createdAt }: RunView): number {
  return Date.parse(finishedAt ?? createdAt) - Date.parse(startedAt ?? createdAt)
}

/** Writes all rows of `policy_settings` as JSON Lines, sorted by bytes. Returns the number of rows. */
export async function exportSettings(databaseUrl: string, file: string): Promise<number> {
  // dates as text, because a JavaScript date has no microseconds
  const asText = { to: 1114, from: [1114, 1184], serialize: String, parse: (text: string) => text }
  const sql = postgres(databaseUrl, { ...connectionOptions(databaseUrl), max: 1, types: { asText } })
  const out = createWriteStream(file)
  let count = 0
  const query = sql`select * from policy_settings
    order by tenant_id collate "C", source collate "C" nulls first, graph_policy_id collate "C", setting_name collate "C"`
  for await (const rows of query.cursor(1000)) {
    count += rows.length
    if (!out.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  await sql.end()
  return count
}
