import type { Plain } from './values'
// Portal facts by Graph type: a value as JSON text, and the properties that have it while nobody configured them. See NOTICE.
import table from './typed-defaults.json'

const byType: ReadonlyMap<string, ReadonlyMap<string, Plain>> = new Map(
  Object.entries<Record<string, string>>(table).map(([type, values]) => [type, propertiesOf(values)]),
)

function propertiesOf(values: Record<string, string>): Map<string, Plain> {
  const entries = Object.entries(values).map(([json, properties]) => [JSON.parse(json) as Plain, properties] as const)
  return new Map(entries.flatMap(([value, properties]) => properties.split(' ').map((property) => [property, value])))
}

/**
 * Whether a value is the one that the portal shows while nothing is configured; null where that is not known. `type`: the
 * policy's Graph type without prefix; `property`: property names joined by `/`, without indexes.
 */
export function isDefaultValue(type: string | undefined, property: string, value: Plain): boolean | null {
  const unconfigured = type === undefined ? undefined : byType.get(type)?.get(property)
  return unconfigured === undefined ? null : unconfigured === value
}
