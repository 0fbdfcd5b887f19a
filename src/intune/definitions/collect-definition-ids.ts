import type { FindDefinition } from './find-definition'

/**
 * Collects the ids that flattening looks up. A definition can name further definitions for the values below it, so the
 * more of them `known` finds, the more ids there can be.
 */
export function collectDefinitionIds(
  flatten: (findDefinition: FindDefinition) => unknown,
  known: FindDefinition = () => undefined,
): Set<string> {
  const ids = new Set<string>()
  flatten((id) => {
    ids.add(id)
    return known(id)
  })
  return ids
}
