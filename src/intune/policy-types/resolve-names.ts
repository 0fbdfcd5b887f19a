import type { SettingNames } from '../definitions/names'
import type { PolicyType } from './policy-type'
import type { WholePolicy } from '../stored/whole-policy'

/**
 * The names of all definitions that a policy needs. Those that definitions name in their turn are asked for in another
 * round, once for every level of its values at most; `ask` answers the known ones from memory.
 */
export async function resolveNames(
  type: Pick<PolicyType, 'definitionIds'>,
  whole: WholePolicy,
  ask: (ids: ReadonlySet<string>) => Promise<SettingNames>,
): Promise<SettingNames> {
  const ids = type.definitionIds(whole)
  for (;;) {
    const names = await ask(ids)
    const before = ids.size
    for (const id of type.definitionIds(whole, names)) ids.add(id)
    if (ids.size === before) return names
  }
}
