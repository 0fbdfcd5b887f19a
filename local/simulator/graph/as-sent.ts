import { isObject, type Json, type JsonObject } from '../json'
import { hash32 } from '../seed'

const dates = ['createdDateTime', 'lastModifiedDateTime'] as const

/** Returns an object with its dates as Graph writes them: seven digits of a second, more than most databases keep. */
export function withLongDates(object: JsonObject): JsonObject {
  const shown = { ...object }
  for (const name of dates) {
    const value = shown[name]
    if (typeof value === 'string') shown[name] = longDate(value)
  }
  return shown
}

/** What is not given is made from the whole date, and never ends with a zero. */
function longDate(text: string): string {
  const [, whole, given = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(text) ?? []
  if (whole === undefined) return text
  const rest = String(1_111_111 + (hash32('date', text) % 8_888_888)).replaceAll('0', '5')
  return `${whole}.${given}${rest.slice(given.length)}Z`
}

/**
 * Returns a setting of the catalog as Graph sends it: every instance says `auditRuleInformation: null`, and a chosen option has
 * no `@odata.type`.
 */
export function settingAsSent(setting: JsonObject): JsonObject {
  return asSent(setting) as JsonObject
}

function asSent(json: Json, below?: string): Json {
  if (Array.isArray(json)) return json.map((entry) => asSent(entry, below))
  if (!isObject(json)) return json
  const entries = Object.entries(json)
    .filter(([name]) => name !== '@odata.type' || !below?.startsWith('choiceSetting'))
    .map(([name, value]) => [name, name === 'settingDefinitions' ? value : asSent(value, name)] as const)
  return { ...('settingDefinitionId' in json && { auditRuleInformation: null }), ...Object.fromEntries(entries) }
}
