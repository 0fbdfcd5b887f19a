import type { PolicyType } from '../../src/intune/policy-types/policy-type'
import type { FullPolicy } from '../../src/intune/stored/full-policy'
import type { FindDefinition } from '../../src/intune/definitions/find-definition'
import type { SettingRow } from '../../src/intune/stored/setting-row'
import { fakeGraph } from '../intune/policy-types/fake-graph'
import { fingerprint } from '../intune/flatten/helpers'
import { reordered, shuffled } from '../intune/flatten/trees'
import { type ServedPolicy, type Json, numbered } from './policies'

/** A number from 0 up to, but not including, `n`. */
export type Random = (n: number) => number

/** Reads a policy through its record, each list in one page. */
export async function readFull(policyType: PolicyType, { entry, below }: ServedPolicy): Promise<FullPolicy> {
  return read(policyType, entry, Object.fromEntries(Object.entries(below).map(([name, list]) => [name, [list]])))
}

/**
 * Reads the same policy as Graph may return it another time: keys, siblings, settings, actions and OMA settings in another
 * order, with other numbers, cut into other pages, some of them empty, some entries in two pages.
 */
export async function readAgain(
  policyType: PolicyType,
  { entry, below }: ServedPolicy,
  random: Random,
): Promise<FullPolicy> {
  const lists = Object.entries(below).map(([name, list]) => [name, paged(anotherOrder({ [name]: list }, random)[name] as Json[], random)]) // prettier-ignore
  const again = anotherOrder(entry, random)
  return read(policyType, again, Object.fromEntries(lists) as Record<string, Json[][]>)
}

function anotherOrder(object: Json, random: Random): Json {
  const chance = () => random(1_000)
  const again = reordered(object, chance) as Json
  if (Array.isArray(again['settings'])) again['settings'] = numbered(shuffled(again['settings'] as Json[], chance))
  if (Array.isArray(again['omaSettings'])) again['omaSettings'] = shuffled(again['omaSettings'], chance)
  if (Array.isArray(again['scheduledActionsForRule']))
    again['scheduledActionsForRule'] = shuffled(again['scheduledActionsForRule'] as Json[], chance).map((rule, r) => ({
      ...rule,
      id: `another rule ${r}`,
      scheduledActionConfigurations: shuffled(rule['scheduledActionConfigurations'] as Json[], chance).map(
        (one, a) => ({
          ...one,
          id: `another action ${a}`,
        }),
      ),
    }))
  return again
}

/** Cuts a list into pages of random sizes; some entries occur on two pages. */
function paged(list: Json[], random: Random): Json[][] {
  const pages: Json[][] = []
  for (let from = 0; from < list.length;) {
    const size = random(4)
    const back = from > 0 && random(3) === 0 ? 1 : 0
    pages.push(list.slice(from - back, from + size))
    from += size
  }
  return [...pages, []]
}

async function read(policyType: PolicyType, entry: Json, lists: Record<string, Json[][]>): Promise<FullPolicy> {
  const own = `${policyType.path}/${String(entry['id'])}`
  const byPath = Object.entries(lists).map(([name, pages]) => [`${own}/${name}`, pages] as const)
  const { graph } = fakeGraph(Object.fromEntries(byPath), {})
  return (await policyType.readFull(policyType.parse(entry), graph)).full
}

export function rowsOf(
  policyType: PolicyType,
  full: FullPolicy,
  findDefinition: FindDefinition = () => undefined,
): SettingRow[] {
  return policyType.flatten(full, findDefinition, fingerprint)
}
