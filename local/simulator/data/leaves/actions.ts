import { type JsonObject, objects } from '../../json'
import { type Leaf, notSettable, segment } from './leaf'
import { isProperty, propertyLeaves } from './typed'

/**
 * Yields the values of the scheduled actions of a compliance policy. Order and ids are not stable in Graph, so a path has
 * the action type and the rank by delay.
 */
export function* actionLeaves(rules: readonly JsonObject[]): Iterable<Leaf> {
  const path = 'scheduledActionsForRule'
  const actions = rules.flatMap((rule) => objects(rule['scheduledActionConfigurations']))
  if (actions.length === 0) yield { path, value: [], set: notSettable }
  const delay = (action: JsonObject) => Number(action['gracePeriodHours'] ?? 0)
  const seen = new Map<string, number>()
  for (const action of actions.toSorted((a, b) => delay(a) - delay(b))) {
    const kind = String(action['actionType'])
    const index = seen.get(kind) ?? 0
    seen.set(kind, index + 1)
    for (const key of Object.keys(action))
      if (key !== 'actionType' && isProperty(key))
        yield* propertyLeaves(action, key, `${path}/${segment(kind)}/${index}/${key}`)
  }
}
