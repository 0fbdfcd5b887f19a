import type { Policy } from '../data/policy'
import { toPolicy } from '../data/stored-policy'
import type { JsonObject } from '../json'
import { type Random, random, uuid } from '../seed'
import { assignments } from './assignments'
import { type Kind, makeSpec, type Spec } from './catalog'
import { rule } from './compliance'
import { instance, type ValueStyle } from './instances'

export const catalogComplianceId = (seed: number, n: number) => uuid('catalog compliance', seed, n)

const kinds: readonly Kind[] = [
  'choice',
  'integer',
  'groupCollection',
  'string',
  'choice',
  'integer',
  'choiceWithChildren',
  'stringCollection',
  'group',
  'choiceCollection',
]

/** The definitions of Linux compliance, which has its own catalog. */
export const complianceSpecs: readonly Spec[] = ['encryption', 'password', 'distribution', 'custom'].flatMap(
  (topic, t) => kinds.map((kind, k) => makeSpec(`linux_sim_${topic}`, kind, t * kinds.length + k)),
)

/** Creates the n-th settings-catalog compliance policy of a synthetic tenant. */
export function catalogCompliancePolicy(seed: number, n: number): Policy {
  const dice = random('catalog compliance', seed, n)
  const id = catalogComplianceId(seed, n)
  const style: ValueStyle = { bare: dice.chance(0.15), odd: false }
  const settings = Array.from({ length: countOf(n, dice) }, (_, i) => ({
    id: String(i),
    settingInstance: instance(
      complianceSpecs[(n + i) % complianceSpecs.length]!,
      random('catalog compliance setting', seed, n, i),
      style,
    ),
  }))
  const own = assignments('catalog compliance', seed, n, id)
  const listed: JsonObject = {
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
  return toPolicy(listed, { settings, assignments: own, actions: [rule(id, dice)] })
}

/** Every fourth policy, starting with the first, has more than one page. */
function countOf(n: number, dice: Random): number {
  return n % 4 === 0 ? 26 + dice.int(12) : dice.int(15)
}
