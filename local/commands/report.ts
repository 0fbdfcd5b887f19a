import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { printable } from '../../cli/text'
import { writeProblem } from '../write-problem'
import { isMissing } from './writable-file'

/** Prints the failed and skipped items with their reasons. */
export async function printExceptions(databaseUrl: string, runId: string): Promise<void> {
  const sql = postgres(databaseUrl, { ...connectionOptions(databaseUrl), max: 1 })
  const rows = await sql`select source, label, outcome, code, message from run_items
    where run_id = ${runId} and outcome in ('failed', 'skipped') order by outcome, item_key limit 50`
  await sql.end()
  for (const row of rows)
    console.log(`    ${row.outcome}: ${row.source} "${printable(String(row.label))}": ${row.message} (${row.code})`)
}

/**
 * Writes all rows of `policy_settings` as JSON Lines, sorted by bytes. Returns the number of rows. Throws a sentence when the
 * file cannot be written, and then leaves no file that it made.
 */
export async function exportSettings(databaseUrl: string, file: string): Promise<number> {
  // dates as text, because a JavaScript date has no microseconds
  const asText = { to: 1114, from: [1114, 1184], serialize: String, parse: (text: string) => text }
  const sql = postgres(databaseUrl, { ...connectionOptions(databaseUrl), max: 1, types: { asText } })
  let count = 0
  const query = sql`select * from policy_settings
    order by tenant_id collate "C", source collate "C" nulls first, graph_policy_id collate "C", setting_name collate "C"`
  const lines = async function* () {
    for await (const rows of query.cursor(1000)) {
      count += rows.length
      yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    }
  }
  const isNew = isMissing(file)
  try {
    await pipeline(lines, createWriteStream(file))
    return count
  } catch (error) {
    if (isNew) await rm(file, { force: true }).catch(() => {}) // else it may be a device, or somebody's link
    throw writeProblem(error, file, 'export into another folder')
  } finally {
    await sql.end({ timeout: 1 })
  }
}
