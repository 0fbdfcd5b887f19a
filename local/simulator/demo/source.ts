import type { Collection } from '../collections/record'
import type { Policy, PolicySource } from '../data/policy'
import { store } from '../data/stored-policy'
import type { Json, JsonObject } from '../json'
import type { DemoTenant } from '../options'
import { hash32, random, type Random, uuid } from '../seed'
import { assignmentsOf } from './assignments'
import { tagIdOf } from './directory'
import { templates } from './policies/index'
import { settingsOf } from './settings'
import { resolved, type Template } from './template'
import { type Unit, unitGroups, units } from './units'

/**
 * Creates a tenant of this size, whose policies are made on every read: the templates as they are, then copies of each for
 * one unit after the other, but for single ones. Templates of collections that are not served are left out.
 */
export function demoSource(
  { policies, seed }: Pick<DemoTenant, 'policies' | 'seed'>,
  collections: readonly Collection[],
): PolicySource {
  const byName = new Map(collections.map((collection) => [collection.name, collection]))
  const served = templates.filter(({ collection }) => byName.has(collection))
  const copied = served.filter(({ single }) => !single)
  const numbers = new Map<string, number[]>()
  const size = copied.length > 0 ? policies : Math.min(policies, served.length)
  for (let n = 0; n < size; n++) {
    const { collection } = templateOf(n).template
    const own = numbers.get(collection)
    if (own) own.push(n)
    else numbers.set(collection, [n])
  }
  const positions = new Map(
    [...numbers].map(([name, own]) => [name, new Map(own.map((n, position) => [idOf(seed, n), position]))]),
  )
  function templateOf(n: number): { template: Template; copy: number } {
    if (n < served.length) return { template: served[n]!, copy: 0 }
    const later = n - served.length
    return { template: copied[later % copied.length]!, copy: 1 + Math.floor(later / copied.length) }
  }
  return {
    seed,
    size: (collection) => numbers.get(collection)?.length ?? 0,
    find: (collection, id) => positions.get(collection)?.get(id),
    at(collection, position) {
      const n = numbers.get(collection)![position]!
      const { template, copy } = templateOf(n)
      return policyOf(byName.get(collection)!, template, seed, n, copy)
    },
  }
}

const idOf = (seed: number, n: number) => uuid('demo policy', seed, n)

function policyOf(collection: Collection, template: Template, seed: number, n: number, copy: number): Policy {
  const id = idOf(seed, n)
  const dice = random('demo', seed, n)
  const { name, ...json } =
    copy === 0 ? original(template, id) : copyOf(template, unitOf(template, seed, copy), id, dice)
  const called = 'name' in collection.defaults ? 'name' : 'displayName'
  return store(collection, { ...dates(n), ...json, [called]: name! }, id).policy
}

function original(template: Template, id: string): JsonObject {
  const { name, to = [], tags = [] } = template
  return {
    ...contentOf(template, ([first]) => first!),
    name,
    roleScopeTagIds: tags.length === 0 ? ['0'] : tags.map(tagIdOf),
    assignments: assignmentsOf(to, id),
  }
}

/** A copy has the template's values or others, and its exclusions; it goes to its unit, sometimes to nobody yet. */
function copyOf(template: Template, unit: Unit, id: string, dice: Random): JsonObject {
  const exclusions = template.to?.filter((who) => who.startsWith('-')) ?? []
  const to = dice.chance(0.1) ? [] : [unit.group, ...exclusions]
  return {
    ...contentOf(template, (values) => dice.pick(values)),
    name: template.name.replace(/( - v[\d.]+)?$/, (version) => ` - ${unit.name}${version}`),
    roleScopeTagIds: unit.tag === undefined ? ['0'] : [tagIdOf(unit.tag)],
    assignments: assignmentsOf(to, id),
  }
}

function contentOf(
  { description = '', properties = {}, settings }: Template,
  pick: (values: readonly Json[]) => Json,
): JsonObject {
  const tree = settings && (resolved(settings, pick) as JsonObject)
  return { description, ...(resolved(properties, pick) as JsonObject), ...(tree && { settings: settingsOf(tree) }) }
}

/** A template's first copies are for the single units, from one that the seed decides; after all units they are numbered. */
function unitOf({ name }: Template, seed: number, copy: number): Unit {
  const place = (copy - 1) % units.length
  const turned = (hash32('units', seed, name) + place) % unitGroups.length
  const unit = units[place < unitGroups.length ? turned : place]!
  const round = Math.floor((copy - 1) / units.length)
  return round === 0 ? unit : { ...unit, name: `${unit.name} ${round + 1}` }
}

/** Policies were made in 2024 and 2025, and last changed in the year after that. */
function dates(n: number): JsonObject {
  const day = 86_400_000
  const created = Date.UTC(2024, 0, 8, 8, 30) + random('created', n).int(600) * day
  const changed = Date.UTC(2025, 9, 6, 13, 15) + random('changed', n).int(360) * day
  const text = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')
  return { createdDateTime: text(created), lastModifiedDateTime: text(changed) }
}
