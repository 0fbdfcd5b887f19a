import { type Definitions, labelOf, displayName } from './definitions'
import { type Expected, type Json, type JsonObject, objects } from './model'
import { segment, storable } from './text'
import { valueRows } from './typed'

/** The rows of an intent: each setting's value is JSON in a text. */
export function* intentRows(policy: JsonObject, known: Definitions): Iterable<Expected> {
  for (const setting of objects(policy['settings'] ?? policy['settingsDelta'])) {
    const id = String(setting['definitionId'])
    const definition = known.get(id.toLowerCase())
    const value = JSON.parse(String(setting['valueJson'] ?? 'null')) as Json
    const property = id.slice(id.lastIndexOf('_') + 1)
    const label = displayName(definition) ? { text: labelOf(id, definition) } : { text: property, loose: true as const }
    const rows = valueRows(value, { path: segment(id), property, labels: [label], definition, known })
    for (const row of rows) yield row.path === segment(id) ? { ...row, definitionId: storable(id) } : row
  }
}
