import { wellFormed } from '../../shared/text'

const GRAPH_TYPE_PREFIX = '#microsoft.graph.'

/** The Graph type of an object, without its prefix; undefined when it has none. */
export function typeOf(object: Readonly<Record<string, unknown>>): string | undefined {
  const type = object['@odata.type']
  if (typeof type !== 'string' || type === '') return undefined
  return wellFormed(type.startsWith(GRAPH_TYPE_PREFIX) ? type.slice(GRAPH_TYPE_PREFIX.length) : type)
}

/** Whether a property is a value: not null, not Graph's id, not an annotation. */
export function isSet(key: string, value: unknown): boolean {
  return value !== null && value !== undefined && key !== 'id' && !isAnnotation(key)
}

/** Whether this is an OData annotation (`assignments@odata.context`) or one of the actions that full metadata lists. */
export function isAnnotation(key: string): boolean {
  return key.includes('@odata.') || key.startsWith(GRAPH_TYPE_PREFIX)
}
