import type { StoredDefinition } from '../stored/definition'
import type { FindDefinition } from '../definitions/find-definition'
import { typeOf } from './odata'
import { wellFormed } from '../../shared/text'

/** Ids of typed definitions: `deviceConfiguration--{type}_{property}`. */
const PREFIX = 'deviceConfiguration--'

/**
 * Finds a property's definition by the object's type, by the implementation that an intent's value names, or by the type in
 * the parent's definition. Graph omits the type of a nested object when only one is possible.
 */
export function typedDefinition(
  key: string,
  object: Record<string, unknown>,
  findDefinition: FindDefinition,
  parent: StoredDefinition | undefined,
): StoredDefinition | undefined {
  const type = typeOf(object)
  const implementation = object['$implementationId']
  const prefixes = [
    type === undefined ? undefined : `${PREFIX}${type}`,
    typeof implementation === 'string' ? wellFormed(implementation) : undefined,
    parent?.below,
  ]
  for (const prefix of prefixes) {
    const known = prefix === undefined ? undefined : findDefinition(`${prefix}_${wellFormed(key)}`)
    if (known) return known
  }
  return undefined
}

/** Splits a typed definition's id into type and property; the type is empty when the id has another form. */
export function parseTypedDefinitionId(id: string): { type: string; property: string } {
  const [, type = '', property = id] = /^deviceConfiguration--([^_]*)_(.+)$/is.exec(id) ?? []
  return { type, property }
}
