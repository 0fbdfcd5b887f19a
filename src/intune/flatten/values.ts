import type { SettingRow } from '../stored/setting-row'
import { ExactNumber } from '../../shared/exact-number'
import { stableJson, wellFormed } from '../../shared/text'

/** The part of a row that holds the value. */
export type RowValue = Pick<SettingRow, 'value' | 'valueType' | 'raw'>

export type Plain = string | number | ExactNumber | boolean | null

/** Whether a value is neither an object nor an array. */
export function isPlain(value: unknown): value is Plain {
  return value === null || value instanceof ExactNumber || ['string', 'number', 'boolean'].includes(typeof value)
}

/** Makes the row value of one plain value; null is `empty`. */
export function plainValue(value: Plain): RowValue {
  if (value === null) return { value: '', valueType: 'empty', raw: 'null' }
  const valueType = value instanceof ExactNumber ? 'number' : (typeof value as 'string' | 'number' | 'boolean')
  return { value: wellFormed(String(value)), valueType, raw: stableJson(value) }
}

/** Makes the row value of a list. `shown`: the labels, when the portal shows other texts than Graph sends. */
export function listValue(sent: readonly Plain[], shown: readonly Plain[] = sent): RowValue {
  return { value: stableJson(shown), valueType: 'array', raw: stableJson(sent) }
}

/** Makes the row value of a group, collection or object in which nothing is set. */
export function emptyValue(valueType: 'array' | 'object', raw = '[]'): RowValue {
  return { value: '[]', valueType, raw }
}
