import type { StoredDefinition } from '../stored/definition'
import { AppError } from '../../shared/errors'
import { collapse, isObject } from '../../shared/text'
import { type Plain, isPlain, plainValue } from './values'

/** What the portal shows for an option: its label, or its id where no definition knows it. */
export function optionLabel(itemId: string | null, definition: StoredDefinition | undefined): string | null {
  if (itemId === null) return null
  return optionOfValue(itemId, definition) ?? plainValue(itemId).value
}

/** The label of one of the values that a definition allows, compared as text without case; undefined where it has none. */
export function optionOfValue(value: Plain, definition: StoredDefinition | undefined): string | undefined {
  if (value === null || !definition?.options) return undefined
  const key = String(value).toLowerCase()
  return (Object.hasOwn(definition.options, key) && collapse(definition.options[key] ?? '')) || undefined
}

/** The itemId that a choice value holds; null where it holds none. */
export function optionOf(value: unknown, id: string): string | null {
  const itemId = plainOf(value, id)
  if (itemId !== null && typeof itemId !== 'string') throw unreadable(id, 'a choice that is no text')
  return itemId
}

/** What a simple value holds. */
export function plainOf(value: unknown, id: string): Plain {
  if (value === null) return null
  const plain = isObject(value) ? value['value'] : undefined
  if (plain === undefined || !isPlain(plain)) throw unreadable(id, 'a value of an unknown form')
  return plain
}

/** The elements of a collection; none where Graph sends null. */
export function listOf(value: unknown, id: string): unknown[] {
  if (value === null) return []
  if (!Array.isArray(value)) throw unreadable(id, 'a collection that is no list')
  return value
}

/** By what Graph says of the value (its state, its type) or by what the catalog says of the setting. */
export function isSecret(value: unknown, definition: StoredDefinition | undefined): boolean {
  if (definition?.secret) return true
  if (!isObject(value)) return false
  if (value['valueState'] !== undefined && value['valueState'] !== null) return true
  const type = value['@odata.type']
  return typeof type === 'string' && type.endsWith('SecretSettingValue')
}

/** The policy's failure: it names the setting (an empty id: the policy itself), never a value. */
export function unreadable(id: string, has: string): AppError {
  const name = id === '' ? 'policy' : `setting ${collapse(id).slice(0, 300)}`
  return new AppError('sync.policy_unreadable', { message: `The ${name} has ${has}.` })
}
