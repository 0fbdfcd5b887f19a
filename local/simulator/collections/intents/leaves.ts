import type { Json, JsonObject } from '../../json'
import { type Leaf, segment } from '../../data/leaves/leaf'
import { propertyLeaves } from '../../data/leaves/typed'

/** Yields every value in the `valueJson` of intent settings. */
export function* intentLeaves(settings: readonly JsonObject[]): Iterable<Leaf> {
  for (const setting of settings) {
    const definitionId = String(setting['definitionId'])
    const holder: JsonObject = { value: JSON.parse(String(setting['valueJson'] ?? 'null')) as Json }
    for (const { set, ...leaf } of propertyLeaves(holder, 'value', segment(definitionId)))
      yield {
        ...leaf,
        definitionId,
        set: (next) => {
          set(next)
          setting['valueJson'] = JSON.stringify(holder['value'])
          if ('value' in setting) setting['value'] = holder['value']!
        },
      }
  }
}
