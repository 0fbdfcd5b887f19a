import { type Json, type JsonObject, objects } from '../../json'
import { type Leaf, segment } from '../../data/leaves/leaf'

const notValues = new Set(['omaUri', 'isEncrypted', 'secretReferenceValueId', 'id', '@odata.type', 'value'])

/** Yields values and other properties of OMA settings. Settings with the same OMA-URI are numbered by content. */
export function* omaLeaves(settings: Json | undefined): Iterable<Leaf> {
  const seen = new Map<string, number>()
  for (const setting of objects(settings).toSorted(byContent)) {
    const uri = String(setting['omaUri'])
    const n = (seen.get(uri) ?? 0) + 1
    seen.set(uri, n)
    yield* settingLeaves(setting, `omaSettings/${segment(uri)}${n === 1 ? '' : `//${n}`}`)
  }
}

function* settingLeaves(setting: JsonObject, path: string): Iterable<Leaf> {
  const { value = null } = setting
  if (isMasked(setting)) {
    // a new secret changes only the reference; the value stays masked
    const set = (next: Json) => (setting['secretReferenceValueId'] = `changed_${JSON.stringify(next)}`)
    yield { path, value, secret: true, set }
  } else if (value !== null) yield { path, value, set: (next) => (setting['value'] = next) }
  for (const [key, note] of Object.entries(setting))
    if (!notValues.has(key) && note !== null && note !== '')
      yield { path: `${path}/${segment(key)}`, value: note, set: (next) => (setting[key] = next) }
}

/** Returns true when Graph masks the value. */
export function isMasked({ isEncrypted, value }: JsonObject): boolean {
  return isEncrypted === true || value === '****'
}

function byContent(a: JsonObject, b: JsonObject): number {
  const [one, other] = [content(a), content(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function content(setting: JsonObject): string {
  const { id: _id, secretReferenceValueId: _reference, ...rest } = setting
  return JSON.stringify(Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))))
}
