import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { execute, limitTransaction, type Rows } from '../../db/sql'
import { ownRun, succeededItem } from '../../runs/ledger/fenced-unit'
import type { PolicyUnit } from '../stored/policy-unit'
import type { SettingRow } from '../stored/setting-row'
import { policyAndAssignments } from './policy-row'
import { goneRows, itemOf, putRows, recordColumns, rowsOf, toRecord, type UnitCounts } from './policy-rows'
import { storedId } from './stored-id'
import type { Writer } from './writer'

/** All statements together. Below the limit of a transaction, so that the statement is ended and not the connection. */
const togetherMs = 25_000

/**
 * Writes a large policy in several statements of one transaction, which takes at most 30 s. Its item comes first, so
 * that another writer of the same policy waits for it. Returns undefined, having written nothing, when another attempt owns the run.
 */
export async function writeInParts(
  db: Db,
  writer: Writer,
  unit: PolicyUnit,
  rowsAtOnce: number,
): Promise<UnitCounts | undefined> {
  const endsAt = performance.now() + togetherMs
  return db.transaction(async (tx) => {
    const send = async (query: SQL): Promise<Rows> => {
      const left = Math.max(1, Math.round(endsAt - performance.now()))
      const limit = sql`select ${limitTransaction}, set_config('statement_timeout', ${String(left)}, true)`
      const [, rows] = await Promise.all([execute(tx, limit), execute(tx, query)])
      return rows
    }
    const own = sql`${ownRun(writer)}, ${storedId(unit)}`
    const item = succeededItem(writer, itemOf(unit))
    const owned = await send(sql`with ${own}, ${totals(nothing)}, ${item} select * from item`)
    if (owned.length === 0) return undefined
    const stored = await send(sql`with ${own} select p.setting_path, p.raw_value, p.changed_at::text as changed_at
      from policy_settings p where ${rowsOf(writer, unit)}`)
    const { records, counts } = compare(unit.rows, stored)
    const names = JSON.stringify(records.map(({ n }) => ({ n })))
    await send(sql`with incoming as materialized (select * from json_to_recordset(${names}::json) as i(n text)), ${own},
      ${totals(counts)}, ${item}, ${goneRows(writer, unit, sql`exists (select from item)`)}${
        unit.details ? policyAndAssignments(unit, unit.details) : sql``
      } select * from item`)
    const isOwn = sql`exists (select from own)`
    for (let from = 0; from < records.length; from += rowsAtOnce)
      await send(sql`with incoming as materialized (
        select * from json_to_recordset(${JSON.stringify(records.slice(from, from + rowsAtOnce))}::json)
          as i(${recordColumns}, same boolean, changed_at timestamptz)),
        compared as (select * from incoming), ${own},
        ${putRows(writer, unit, { unchangedIf: isOwn, changedIf: isOwn })} select`)
    return counts
  })
}

const nothing: UnitCounts = { inserted: 0, updated: 0, unchanged: 0, removed: 0 }

const totals = ({ inserted, updated, unchanged, removed }: UnitCounts): SQL => sql`totals as (
  select ${inserted}::int as inserted, ${updated}::int as updated, ${unchanged}::int as unchanged, ${removed}::int as removed)`

/** Compares before the first row is written: a name may pass from one path to another, in another part. */
function compare(rows: readonly SettingRow[], stored: Rows) {
  const before = new Map(stored.map((row) => [row.setting_path, row]))
  const counts = { ...nothing, removed: before.size }
  const records = rows.map((row) => {
    const was = before.get(row.path)
    const same = was?.raw_value === row.raw
    if (was) counts.removed--
    counts[was ? (same ? 'unchanged' : 'updated') : 'inserted']++
    return { ...toRecord(row), same, changed_at: (was?.changed_at ?? null) as string | null }
  })
  return { records, counts }
}
