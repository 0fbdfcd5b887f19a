import type { SettingRow } from '../stored/setting-row'
import { stableJson, wellFormed } from '../../shared/text'

/** The part of a row that tells the value. */
export type RowValue = Pick<SettingRow, 'value' | 'valueType' | 'raw'>

export type Plain = string | number | boolean | null

/** A value that is neither an object nor an array. */
export function isPlain(value: unknown): value is Plain {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** One plain value. `null`, where a setting is there but holds nothing, is an `empty` row. */
export function plainValue(value: Plain): RowValue {
  if (value === null) return { value: '', valueType: 'empty', raw: 'null' }
  const valueType = typeof value as 'string' | 'number' | 'boolean'
  return { value: wellFormed(String(value)), valueType, raw: stableJson(value) }
}

/** A list of plain values, one row whatever its length; `shown` where the portal shows other texts than Graph sends. */
export function listValue(sent: readonly Plain[], shown: readonly Plain[] = sent): RowValue {
  return { value: stableJson(shown), valueType: 'array', raw: stableJson(sent) }
}

/** A group, collection or object in which nothing is set. */
export function emptyValue(valueType: 'array' | 'object', raw = '[]'): RowValue {
  return { value: '[]', valueType, raw }
}
