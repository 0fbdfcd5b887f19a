import { ExactNumber } from '../../shared/exact-number'
import type { Plain } from './values'
// By Graph type: a value as JSON text → the properties for which the portal shows it as not configured. See NOTICE.
import table from './typed-defaults.json'

const byType: ReadonlyMap<string, ReadonlyMap<string, Plain>> = new Map(
  Object.entries<Record<string, string>>(table).map(([type, values]) => [type, propertiesOf(values)]),
)

function propertiesOf(values: Record<string, string>): Map<string, Plain> {
  const entries = Object.entries(values).map(([json, properties]) => [JSON.parse(json) as Plain, properties] as const)
  return new Map(entries.flatMap(([value, properties]) => properties.split(' ').map((property) => [property, value])))
}

/**
 * Whether the portal shows this value while nothing is configured; null when that is not known. `type`: the policy's Graph
 * type without prefix; `property`: property names joined by `/`, without indexes.
 */
export function isDefaultValue(type: string | undefined, property: string, value: Plain): boolean | null {
  const unconfigured = type === undefined ? undefined : byType.get(type)?.get(property)
  return unconfigured === undefined ? null : unconfigured === (value instanceof ExactNumber ? value.toJSON() : value)
}
