import { plain } from './catalog'
import { base64Shown } from './base64'
import { type Expected, type JsonObject, type Label, type Shown, grouped, isPlain, objects } from './model'
import { canonical, segment, sortedBy, storable } from './text'
import { isSetting } from './typed'

const notRows = new Set(['omaUri', 'isEncrypted', 'secretReferenceValueId', 'value'])

/** The rows of a custom profile's OMA-URI settings. */
export function* omaRows(policy: JsonObject): Iterable<Expected> {
  for (const [uri, same] of grouped(objects(policy['omaSettings']), (one) => String(one['omaUri'])))
    for (const [n, one] of sortedBy(same, content).entries())
      yield* settingRows(one, uri, `omaSettings/${segment(uri)}${n === 0 ? '' : `//${n + 1}`}`)
}

function content(one: JsonObject): string {
  const kept = Object.entries(one).filter(([key]) => key !== 'id' && key !== 'secretReferenceValueId')
  return canonical(Object.fromEntries(kept))
}

function* settingRows(one: JsonObject, uri: string, path: string): Iterable<Expected> {
  const value = one['value'] ?? null
  const row = (key: string, labels: Label[], shown: Shown, at: string): Expected => ({
    path: at,
    raw: one[key] ?? null,
    shown: [shown],
    labels,
    suffixes: [null, [storable(key), storable(uri)], null],
    definitionId: null,
    category: null,
  })
  const name = { text: storable(uri) }
  if (one['isEncrypted'] === true || value === '****')
    yield { ...row('value', [name], { type: 'secret' }, path), secret: String(value) }
  else if (value !== null) yield row('value', [name], shownAs(one), path)
  for (const key of Object.keys(one)) {
    if (!isSetting(key) || notRows.has(key)) continue
    const said = one[key] ?? null
    if (said === null || said === '' || !isPlain(said)) continue
    yield row(key, [name, { text: key, loose: true }], plain(said), `${path}/${segment(key)}`)
  }
}

function shownAs(one: JsonObject): Shown {
  const value = one['value'] ?? null
  const packed = /omaSetting(?:Base64|StringXml)$/.test(String(one['@odata.type']))
  return (packed && typeof value === 'string' ? base64Shown(value) : undefined) ?? plain(value)
}
