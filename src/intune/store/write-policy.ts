import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database'
import { postgresCode } from '../../db/postgres-code'
import type { PolicyUnit } from '../stored/policy-unit'
import { ownRun, succeededItem } from '../../runs/ledger/fenced-unit'
import { policyAndAssignments } from './policy-row'
import {
  goneRows,
  itemOf,
  putRows,
  recordColumns,
  rowsOf,
  toRecord,
  toUnitCounts,
  type UnitCounts,
} from './policy-rows'
import { explainRefusedRow } from './row-refused'
import { storedId } from './stored-id'
import { writeInParts } from './write-in-parts'
import type { Writer } from './writer'

/** More rows are written in several statements, so that none of them takes longer than a statement may. */
export const rowsAtOnce = 2_000

/**
 * Writes one policy in one statement, or a large one in one transaction: its rows, its `policies` row, its assignments and its
 * item; deletes rows that it no longer has. Returns undefined, having written nothing, when another attempt owns the run.
 */
export async function writePolicy(db: Db, writer: Writer, unit: PolicyUnit): Promise<UnitCounts | undefined> {
  const write = async () => {
    if (unit.rows.length > rowsAtOnce) return writeInParts(db, writer, unit, rowsAtOnce)
    const [row] = await db.execute(unitQuery(writer, unit))
    return row && toUnitCounts(row)
  }
  return write().catch((error: unknown) => {
    // a policy of another source with this id was first written at the same moment: now its row is seen
    if (postgresCode(error) !== uniqueViolation) throw explainRefusedRow(error)
    return write()
  })
}

const uniqueViolation = '23505'

/**
 * The item is written only if the fence allows it, and every other write requires the item. No row is touched twice: rows
 * that are equal in everything get their time, rows whose names are not incoming are deleted, all others are upserted.
 */
function unitQuery(writer: Writer, unit: PolicyUnit): SQL {
  const { details, rows } = unit
  const hasItem = sql`exists (select from item)`
  return sql`
    with incoming as materialized (
      select * from json_to_recordset(${JSON.stringify(rows.map(toRecord))}::json) as i(${recordColumns})),
    ${ownRun(writer)}, ${storedId(unit)},
    stored as materialized (select setting_path, raw_value, changed_at from policy_settings p where ${rowsOf(writer, unit)}),
    compared as materialized (
      select i.*, s.changed_at, s.setting_path is not null as known,
        s.setting_path is not null and s.raw_value is not distinct from i.r as same
      from incoming i left join stored s on s.setting_path = i.p),
    totals as (
      select count(*) filter (where not known) as inserted, count(*) filter (where known and not same) as updated,
        count(*) filter (where same) as unchanged,
        (select count(*) from stored s where not exists (select from incoming i where i.p = s.setting_path)) as removed
      from compared),
    ${succeededItem(writer, itemOf(unit))},
    ${goneRows(writer, unit, hasItem)}${details ? policyAndAssignments(unit, details) : sql``},
    ${putRows(writer, unit, { unchangedIf: hasItem, changedIf: details ? sql`exists (select from policy)` : hasItem })}
    select * from item`
}
