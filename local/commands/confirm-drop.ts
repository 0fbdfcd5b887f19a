import { createInterface } from 'node:readline/promises'
import postgres from 'postgres'
import { connectionOptions } from '../../src/db/connection'
import { foreignTables } from '../postgres/fresh'
import { placeOf } from './database-url'

/** Asks before anything is dropped that is not ours. Throws where nobody can answer, and when the answer is no. */
export async function confirmDrop(url: string): Promise<void> {
  const holds = await whatIsForeign(url)
  if (!holds) return
  const sentence = `The database ${placeOf(url)} holds what is not ours: ${holds}.`
  if (!process.stdin.isTTY) throw new Error(`${sentence} Add --yes to drop it.`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${sentence} Drop it? (yes/no) `)
  terminal.close()
  if (answer.trim().toLowerCase() !== 'yes') throw new Error('Nothing was dropped.')
}

async function whatIsForeign(url: string): Promise<string> {
  const tables = await foreignTables(url)
  const shown = tables.slice(0, 10).join(', ') + (tables.length > 10 ? ` and ${tables.length - 10} more` : '')
  return [...(tables.length > 0 ? [`tables ${shown}`] : []), ...(await foreignRows(url))].join('; ')
}

/** Says of each `policy_settings` how many of its rows no sync of ours wrote: they have no source, or not even that column. */
async function foreignRows(url: string): Promise<string[]> {
  const sql = postgres(url, { ...connectionOptions(url), max: 1 })
  try {
    const tables = await sql`select table_schema as schema from information_schema.tables
      where table_name = 'policy_settings' and table_type <> 'VIEW' order by 1`
    const found: string[] = []
    for (const { schema } of tables) {
      const [row] = await sql`
        select count(*)::int as rows from ${sql(schema)}.policy_settings t where to_jsonb(t)->>'source' is null`
      const rows = Number(row?.rows)
      if (rows > 0) found.push(`${schema}.policy_settings holds ${rows} ${rows === 1 ? 'row' : 'rows'} of the app`)
    }
    return found
  } catch (error) {
    // there is no such database
    if ((error as { code?: string }).code === '3D000') return []
    throw error
  } finally {
    await sql.end()
  }
}
