import { isDeepStrictEqual } from 'node:util'
import { base64Raw } from './base64'
import type { Unconfigured } from './definitions'
import { type Expected, type Json, type Row, type Shown, isObject } from './model'
import { nameIsRight } from './names'
import { canonical } from './text'

/** What checking a row needs besides the row. */
export interface RowContext {
  /** Names that several rows of the policy have, without their suffixes. */
  shared: ReadonlySet<string>
  /** Whether the catalog that names this policy's settings is given. */
  named: boolean
  unconfigured: Unconfigured | undefined
}

/** Finds what is wrong with a value's row, as kind and sentence. */
export function* mistakesIn(
  row: Row,
  one: Expected,
  { shared, named, unconfigured }: RowContext,
): Iterable<[string, string]> {
  const ways = one.shown.filter(({ type }) => type === row.setting_value_type)
  if (ways.length === 0) yield ['value type', `${row.setting_value_type} is not ${one.shown.map((s) => s.type).join()}`]
  // without its catalog the label of an option is unknown
  else if ((named || row.setting_value_type !== 'choice') && !ways.some((way) => isShown(row.setting_value, way)))
    yield ['value', `shows ${row.setting_value.slice(0, 200)}`]
  if (!rawIsRight(row, one)) yield ['raw value', `${row.raw_value} is not ${canonical(one.raw)}`]
  if (!defaultIsPossible(row, one, unconfigured)) yield ['default', `${row.is_default} of ${row.raw_value}`]
  if (!named) return
  const unique = !shared.has(withoutSuffix(row.setting_name))
  if (!nameIsRight(row.setting_name, one, unique)) yield ['name', `${row.setting_name} ≠ ${JSON.stringify(one.labels)}`]
  if (row.definition_id !== one.definitionId) yield ['definition', `${row.definition_id} is not ${one.definitionId}`]
  if (row.category !== one.category) yield ['category', `${row.category} is not ${one.category}`]
}

/** Whether a row's `is_default` can be right; it may be set only when the unconfigured value is known. */
function defaultIsPossible(
  { is_default: says }: Row,
  { raw, property }: Expected,
  all: Unconfigured | undefined,
): boolean {
  if (says === null) return true
  if (property === undefined) return false
  if (!all) return true
  const known = all.get(property)
  const equal = known?.has(JSON.stringify(raw)) ?? false
  return says ? equal : known !== undefined && !(equal && known.size === 1)
}

/** Removes the suffixes that make a name unique. */
export function withoutSuffix(name: string): string {
  return name.replace(/ (?:\(.*|\[[^\]]*[^\d\]][^\]]*\].*|#[0-9a-f]{32})$/s, '')
}

function isShown(value: string, { type, text, json }: Shown): boolean {
  if (type === 'secret') return /^\*{8}$/.test(value)
  if (text !== undefined) return value === text
  return isDeepStrictEqual(parsed(value), JSON.parse(canonical(json ?? null)))
}

function rawIsRight(row: Row, { raw, secret }: Expected): boolean {
  const held = parsed(row.raw_value)
  if (secret !== undefined)
    return isObject(held) && held['secret'] === true && /^[0-9a-f]{64}$/.test(String(held['fingerprint']))
  if (isDeepStrictEqual(held, JSON.parse(canonical(raw)))) return true
  const packed = typeof raw === 'string' && row.setting_value !== raw ? base64Raw(raw) : undefined
  return packed !== undefined && isDeepStrictEqual(held, packed)
}

function parsed(text: string | null): Json | undefined {
  try {
    return JSON.parse(text ?? '') as Json
  } catch {
    return undefined
  }
}
