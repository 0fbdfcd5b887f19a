import { AppError } from '../../../shared/errors'
import { collapse, isObject, stableJson } from '../../../shared/text'
import { isPlain, listValue, type Plain, plainValue, type RowValue } from '../../flatten/values'
import type { Presentation, PresentationValue } from './schema'

/** Makes the row value of one field. Throws `sync.policy_unreadable` for a value of an unknown form. */
export function fieldValue({ value: single, values, presentation }: PresentationValue): RowValue {
  const value = single === undefined && values === null ? null : single
  if (Array.isArray(values)) return values.every(isPlain) ? listValue(values) : pairsValue(values, presentation)
  if (!isPlain(value)) throw unreadable(presentation)
  const row = plainValue(value)
  const item = value === null ? undefined : itemOf(value, presentation)
  return item === undefined ? row : { value: item, valueType: 'choice', raw: row.raw }
}

/** What a drop-down list shows for a value; undefined for other fields, and when no item has it. */
function itemOf(value: Plain, { items }: Presentation): string | undefined {
  const item = items?.find((one) => isPlain(one?.value) && String(one?.value) === String(value))
  return collapse(item?.displayName ?? '') || undefined
}

/**
 * A list of names and values is one row: its names can be missing or occur twice, and its entries move when one is added
 * before them, so there is nothing that the path of an entry could be made of.
 */
function pairsValue(values: readonly unknown[], presentation: Presentation): RowValue {
  const shown = values.map((pair) => pairText(pair) ?? refuse(presentation))
  return { value: stableJson(shown), valueType: 'array', raw: stableJson(values) }
}

/** `name = value`; only one of them where the other is missing. */
function pairText(pair: unknown): string | undefined {
  if (!isObject(pair)) return undefined
  const parts = [pair['name'] ?? null, pair['value'] ?? null]
  if (!parts.every(isPlain)) return undefined
  return parts.filter((part) => part !== null && part !== '').join(' = ')
}

function refuse(presentation: Presentation): never {
  throw unreadable(presentation)
}

function unreadable({ id }: Presentation): AppError {
  return new AppError('sync.policy_unreadable', { message: `The field ${id} has a value of an unknown form.` })
}
