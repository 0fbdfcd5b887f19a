import type { SettingNames } from './names'

/**
 * Ids of all definitions that flattening looks up, as far as those found so far lead: a definition may name those below
 * it, so with more of them known there may be more to ask for.
 */
export function namesAsked(
  flatten: (names: SettingNames) => unknown,
  known: SettingNames = () => undefined,
): Set<string> {
  const asked = new Set<string>()
  flatten((id) => {
    asked.add(id)
    return known(id)
  })
  return asked
}
