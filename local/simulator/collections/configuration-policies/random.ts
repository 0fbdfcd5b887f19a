import { entriesOf, lazyPolicy, type Policy } from '../../data/policy'
import type { JsonObject } from '../../json'
import { random as diceOf, type Random, uuid } from '../../seed'
import { areas } from '../../synthetic/areas'
import { assignments } from '../../synthetic/assignments'
import { oddSpecs, specs } from '../../synthetic/catalog'
import { diceFor, instance, type ValueStyle } from '../../synthetic/instances'
import type { RandomPolicies } from '../record'

const idOf = (seed: number, n: number) => uuid('catalog', seed, n)

/** Settings-catalog policies of every area; settings are made when they are read. */
export const random: RandomPolicies = { size: { share: 0.55 }, id: idOf, make }

function make(seed: number, n: number, odd: boolean): Policy {
  const dice = diceOf('catalog', seed, n)
  const area = areas[n % areas.length]!
  const settingCount = countOf(n, dice)
  const style: ValueStyle = { bare: dice.chance(0.15), odd: odd && dice.chance(0.5) }
  const family =
    area.slug === 'bitlocker'
      ? 'endpointSecurityDiskEncryption'
      : area.slug === 'firewall'
        ? 'endpointSecurityFirewall'
        : dice.chance(0.05)
          ? 'baseline'
          : 'none'
  // fixed steps over the definitions, from the policy's area on, use none twice
  const start = (n % areas.length) * 24
  const step = [1, 5, 7, 11, 13][dice.int(5)]!
  const setting = (i: number): JsonObject => {
    const odd = style.odd && i === 0 ? oddSpecs[n % oddSpecs.length] : undefined
    const spec = odd ?? specs[(start + i * step) % specs.length]!
    return { id: String(i), settingInstance: instance(spec, diceFor(seed, n, i), style) }
  }
  const id = idOf(seed, n)
  const name = `${{ windows10: 'Win', macOS: 'macOS', iOS: 'iOS' }[area.platform]} - ${dice.pick(area.topics)} ${n}`
  const ownAssignments = () => assignments('catalog', seed, n, id)
  return lazyPolicy(
    id,
    () => ({
      id,
      name: style.odd && dice.chance(0.3) ? `${name}\u0000${'y'.repeat(900)}` : name,
      description: '',
      platforms: area.platform,
      technologies: 'mdm',
      createdDateTime: '2026-01-05T08:00:00Z',
      lastModifiedDateTime: '2026-02-01T08:00:00Z',
      settingCount,
      roleScopeTagIds: ['0'],
      isAssigned: ownAssignments().length > 0,
      creationSource: null,
      priorityMetaData: null,
      templateReference: {
        templateId: family === 'none' ? '' : `${uuid('template', family)}_1`,
        templateFamily: family,
        templateDisplayName: family === 'none' ? null : family,
        templateDisplayVersion: family === 'none' ? null : 'Version 1',
      },
    }),
    { assignments: () => entriesOf(ownAssignments()), settings: () => ({ size: settingCount, at: setting }) },
  )
}

/** Most policies have few settings, some have several pages or none; of 40, two have 25 and 26. */
function countOf(n: number, dice: Random): number {
  const roll = dice.next()
  if (n % 40 === 17) return 25
  if (n % 40 === 20) return 26
  if (roll < 0.03) return 0
  if (roll < 0.85) return 1 + dice.int(15)
  if (roll < 0.97) return 26 + dice.int(40)
  return 101 + dice.int(180)
}
