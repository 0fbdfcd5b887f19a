import { AppError } from '../../shared/errors'
import type { Fingerprint } from '../stored/fingerprint'
import { base64Value } from './base64'
import { childPath } from './path'
import { propertyLabel } from './property-labels'
import type { UnnamedRow } from './rows'
import { secretValue } from './secrets'
import { rowLabel } from './setting-label'
import { collapse, isObject, sortByBytes, stableJson, wellFormed } from '../../shared/text'
import { isSet } from './odata'
import { type RowValue, isPlain, plainValue } from './values'

/** Properties of an OMA setting that do not become rows of their own. */
const METADATA: ReadonlySet<string> = new Set(['omaUri', 'value', 'isEncrypted', 'secretReferenceValueId'])

/** What Graph sends instead of an encrypted text; for encrypted XML it sends another placeholder. */
const GRAPH_MASK = '****'

/**
 * Makes the rows of a custom profile's OMA-URI settings: one for each value, named by its OMA-URI, and one for each other
 * property. Throws `sync.policy_unreadable`, never with a value.
 */
export function unnamedOmaRows(omaSettings: unknown, fingerprint: Fingerprint): UnnamedRow[] {
  if (omaSettings === null || omaSettings === undefined) return []
  if (!Array.isArray(omaSettings)) throw unreadable()
  const taken = new Map<string, number>()
  return sortByBytes(omaSettings.map(parse), orderOf).flatMap((setting) => {
    const path = childPath('omaSettings', setting.omaUri)
    const nth = (taken.get(path) ?? 0) + 1
    taken.set(path, nth)
    return rowsOf(setting, nth === 1 ? path : `${path}//${nth}`, fingerprint)
  })
}

type OmaSetting = Record<string, unknown> & { omaUri: string }

function parse(setting: unknown): OmaSetting {
  const omaUri = isObject(setting) ? setting['omaUri'] : undefined
  if (!isObject(setting) || typeof omaUri !== 'string') throw unreadable()
  return { ...setting, omaUri }
}

/** Sort key: by content, so that settings with equal OMA-URIs keep their numbers; then by Graph's reference to the secret. */
function orderOf({ secretReferenceValueId, ...content }: OmaSetting): string {
  return `${stableJson({ ...content, id: undefined })} ${stableJson(secretReferenceValueId)}`
}

function rowsOf(setting: OmaSetting, path: string, fingerprint: Fingerprint): UnnamedRow[] {
  const name = collapse(setting.omaUri)
  const unnamedRow = (at: string, label: string, key: string, value: RowValue): UnnamedRow => ({
    value,
    path: at,
    label,
    category: null,
    ownName: wellFormed(key),
    definitionId: null,
  })
  const others = Object.entries(setting).filter(
    ([key, value]) => !METADATA.has(key) && isSet(key, value) && value !== '',
  )
  const value = setting['value'] ?? null
  return [
    ...(value === null ? [] : [unnamedRow(path, name, 'value', valueOf(setting, fingerprint))]),
    ...others.map(([key, said]) =>
      unnamedRow(childPath(path, key), rowLabel(name, propertyLabel(key)), key, plainOrJson(said)),
    ),
  ]
}

function valueOf(setting: OmaSetting, fingerprint: Fingerprint): RowValue {
  const { value, secretReferenceValueId } = setting
  if (setting['isEncrypted'] === true || value === GRAPH_MASK)
    // Graph's mask is the same for every secret; only the reference changes when the secret does.
    return secretValue(`${stableJson(value)} ${stableJson(secretReferenceValueId)}`, fingerprint)
  const packed = /omaSetting(Base64|StringXml)$/.test(String(setting['@odata.type']))
  const decoded = packed && typeof value === 'string' ? base64Value(value) : undefined
  return decoded ?? plainOrJson(value)
}

function plainOrJson(value: unknown): RowValue {
  if (isPlain(value)) return plainValue(value)
  const raw = stableJson(value)
  return { value: raw, valueType: 'object', raw }
}

function unreadable(): AppError {
  return new AppError('sync.policy_unreadable', { message: 'An OMA-URI setting has a form that cannot be read.' })
}
