import type { Fingerprint } from '../stored/fingerprint'
import { unreadable } from './catalog-values'
import type { TypedShape } from './typed-shape'
import { type TypedContext, addValue } from './typed'
import { humanise } from './humanise'
import type { FindDefinition } from '../definitions/find-definition'
import { childPath } from './path'
import { propertyLabel } from './property-labels'
import { type UnnamedRow, toSettingRows } from './rows'
import type { SettingRow } from '../stored/setting-row'
import { parseExact } from '../../shared/exact-json'
import { isObject, sortByBytes, stableJson, wellFormed } from '../../shared/text'
import type { TypedProperty } from './typed-property'
import { parseTypedDefinitionId } from './typed-definition'

/**
 * Makes one row per value that an intent sets; `settings` as `…/{id}/settings` returns them. Each holds its value as a JSON
 * text, `null` when nothing is set. Throws `sync.policy_unreadable`, which names the setting and never a value.
 */
export function flattenIntent(
  settings: unknown,
  shape: TypedShape,
  findDefinition: FindDefinition,
  fingerprint: Fingerprint,
): SettingRow[] {
  if (!Array.isArray(settings)) throw unreadable('', 'no list of settings')
  const taken = new Map<string, number>()
  const rows: UnnamedRow[] = []
  for (const setting of sortByBytes(settings.map(parse), (one) => one.order)) {
    const nth = (taken.get(setting.id) ?? 0) + 1
    taken.set(setting.id, nth)
    const property = propertyOf(setting.id, nth, findDefinition)
    const context: TypedContext = {
      shape,
      naming: { findDefinition },
      fingerprint,
      type: parseTypedDefinitionId(setting.id).type,
      rows,
    }
    addValue(setting.value, property, context)
  }
  return toSettingRows(rows)
}

function parse(setting: unknown): { id: string; value: unknown; order: string } {
  const id = isObject(setting) ? setting['definitionId'] : undefined
  if (!isObject(setting) || typeof id !== 'string' || id === '') throw unreadable('', 'a setting without definition id')
  const text = setting['valueJson'] ?? 'null'
  if (typeof text !== 'string') throw unreadable(id, 'a value that is no text')
  const value = parseJson(text, id)
  return { id, value, order: stableJson(value) }
}

function parseJson(text: string, id: string): unknown {
  try {
    return parseExact(text)
  } catch {
    throw unreadable(id, 'a value that is no JSON') // no `cause`, because it quotes the value
  }
}

/** Graph promises one setting per definition. If there are more, the second and later ones get numbered paths. */
function propertyOf(id: string, nth: number, findDefinition: FindDefinition): TypedProperty {
  const definition = findDefinition(id)
  const { type, property } = parseTypedDefinitionId(id)
  const path = childPath('', id)
  return {
    path: nth === 1 ? path : `${path}//${nth}`,
    propertyPath: property,
    key: property,
    definition,
    definitionId: wellFormed(id),
    parentLabel: '',
    ownLabel: definition?.displayName ?? (type === '' ? humanise(id) : propertyLabel(property)),
    depth: 1,
  }
}
