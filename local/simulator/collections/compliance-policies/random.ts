import { fixedPolicy, type Policy } from '../../data/policy'
import type { JsonObject } from '../../json'
import { random as diceOf, type Random, uuid } from '../../seed'
import { assignments } from '../../synthetic/assignments'
import { instance, type ValueStyle } from '../../synthetic/instances'
import { complianceSpecs } from '../../synthetic/linux-catalog'
import { rule } from '../../synthetic/scheduled-actions'
import type { RandomPolicies } from '../record'

const idOf = (seed: number, n: number) => uuid('catalog compliance', seed, n)

/** Linux compliance policies of the settings catalog. */
export const random: RandomPolicies = { size: { share: 0.05 }, id: idOf, make }

function make(seed: number, n: number): Policy {
  const dice = diceOf('catalog compliance', seed, n)
  const id = idOf(seed, n)
  const style: ValueStyle = { bare: dice.chance(0.15), odd: false }
  const settings = Array.from({ length: countOf(n, dice) }, (_, i) => ({
    id: String(i),
    settingInstance: instance(
      complianceSpecs[(n + i) % complianceSpecs.length]!,
      diceOf('catalog compliance setting', seed, n, i),
      style,
    ),
  }))
  const own = assignments('catalog compliance', seed, n, id)
  const item: JsonObject = {
    id,
    name: `Linux - Compliance - ${dice.pick(['Encryption', 'Password', 'Distribution'])} ${n}`,
    description: '',
    platforms: 'linux',
    technologies: 'linuxMdm',
    createdDateTime: '2026-01-05T08:00:00Z',
    lastModifiedDateTime: '2026-02-01T08:00:00Z',
    roleScopeTagIds: ['0'],
    settingCount: settings.length,
    creationSource: null,
    isAssigned: own.length > 0,
  }
  return fixedPolicy(id, item, { assignments: own, settings, scheduledActionsForRule: [rule(id, dice)] })
}

/** Every fourth policy, starting with the first, has more than one page. */
function countOf(n: number, dice: Random): number {
  return n % 4 === 0 ? 26 + dice.int(12) : dice.int(15)
}
