import type { StoredDefinition } from '../stored/definition'
import { AppError } from '../../shared/errors'
import { collapse, isObject } from '../../shared/text'
import { type Plain, type RowValue, isPlain, plainValue } from './values'

/** What the portal shows for an option: its label, or its id when no definition has it. */
export function optionLabel(itemId: string | null, definition: StoredDefinition | undefined): string | null {
  if (itemId === null) return null
  return optionOfValue(itemId, definition) ?? plainValue(itemId).value
}

/** Makes the row value of a choice. `shown`: the option's label; null when nothing is chosen. */
export function choiceValue(itemId: string | null, shown: string | null): RowValue {
  const row = plainValue(itemId)
  return shown === null ? row : { value: shown, valueType: 'choice', raw: row.raw }
}

/** Finds the label of a value that a definition allows, as text in any case; undefined when there is none. */
export function optionOfValue(value: Plain, definition: StoredDefinition | undefined): string | undefined {
  if (value === null || !definition?.options) return undefined
  const key = String(value).toLowerCase()
  return (Object.hasOwn(definition.options, key) && collapse(definition.options[key] ?? '')) || undefined
}

/** Reads the option id of a choice value; null when nothing is chosen. */
export function optionOf(value: unknown, id: string): string | null {
  const itemId = plainOf(value, id)
  if (itemId !== null && typeof itemId !== 'string') throw unreadable(id, 'a choice that is no text')
  return itemId
}

/** Reads the content of a simple value. */
export function plainOf(value: unknown, id: string): Plain {
  if (value === null) return null
  const plain = isObject(value) ? value['value'] : undefined
  if (plain === undefined || !isPlain(plain)) throw unreadable(id, 'a value of an unknown form')
  return plain
}

/** Reads the elements of a collection; empty when Graph sends null. */
export function listOf(value: unknown, id: string): unknown[] {
  if (value === null) return []
  if (!Array.isArray(value)) throw unreadable(id, 'a collection that is no list')
  return value
}

/** Whether a value is a secret: its state or type says so, or its definition does. */
export function isSecret(value: unknown, definition: StoredDefinition | undefined): boolean {
  if (definition?.secret) return true
  if (!isObject(value)) return false
  if (value['valueState'] !== undefined && value['valueState'] !== null) return true
  const type = value['@odata.type']
  return typeof type === 'string' && type.endsWith('SecretSettingValue')
}

/** Creates `sync.policy_unreadable`. The message names the setting, or the policy for an empty id, and never a value. */
export function unreadable(id: string, has: string): AppError {
  const name = id === '' ? 'policy' : `setting ${collapse(id).slice(0, 300)}`
  return new AppError('sync.policy_unreadable', { message: `The ${name} has ${has}.` })
}
