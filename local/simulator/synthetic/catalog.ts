import { addDefinition, type Definitions, emptyDefinitions } from '../graph/definition-catalog'
import type { JsonObject } from '../json'
import { areas, subjects } from './areas'

export type Kind =
  | 'choice'
  | 'choiceWithChildren'
  | 'string'
  | 'integer'
  | 'stringCollection'
  | 'choiceCollection'
  | 'group'
  | 'groupCollection'
  | 'singleGroupCollection'
  | 'deepGroup'
  | 'secret'
  | 'reference'

/** One definition of the synthetic catalog, and the kind of its settings. */
export interface Spec {
  id: string
  /** The id that policies use; some differ from `id` in case. */
  usedId: string
  kind: Kind
  children: Spec[]
  /** Missing in the catalog, so that its setting has no name. */
  unknown: boolean
}

const perArea = 24
const kinds: readonly Kind[] = [
  'choice', 'choice', 'string', 'choiceWithChildren', 'integer', 'choice', 'stringCollection', 'choice', 'group', 'choice', 'groupCollection', 'choice',
  'choiceCollection', 'integer', 'choice', 'singleGroupCollection', 'choice', 'secret', 'choiceWithChildren', 'choice', 'reference', 'deepGroup', 'choice', 'string',
] // prettier-ignore

const type = (name: string) => `#microsoft.graph.deviceManagementConfiguration${name}`

/** The top-level definitions in a fixed order; the same for every tenant, as in Graph. */
export const specs: readonly Spec[] = areas.flatMap(({ slug }, a) =>
  kinds.map((kind, k) => makeSpec(`device_vendor_msft_policy_config_${slug}`, kind, a * perArea + k)),
)

/** Definitions with extreme ids, for tenants with `odd`. */
export const oddSpecs: readonly Spec[] = [
  'sim_odd/with/slashes',
  'sim_odd%2Fwith%percent',
  `sim_odd_${'x'.repeat(270)}`,
  'sim_odd_ümlaut_名前',
].map((id) => ({ id, usedId: id, kind: 'string', children: [], unknown: false }))

/** Creates a definition of this kind with its children. */
export function makeSpec(prefix: string, kind: Kind, n: number, depth = 0): Spec {
  // like the real catalog, some ids have dots, braces, spaces or capital letters
  const odd = ['', '', '', '.v2~policy', '{0}', ' legacy', '_Mixed'][n % 7]
  const id = `${prefix}_${kind.toLowerCase()}${n % perArea}${depth === 0 ? odd : ''}`
  const usedId = n % 13 === 6 ? id.toUpperCase() : id
  return { id, usedId, kind, children: childrenOf(id, kind, n, depth), unknown: n % 29 === 28 }
}

function childrenOf(id: string, kind: Kind, n: number, depth: number): Spec[] {
  const child = (sub: Kind, i: number) => makeSpec(id, sub, n + i, depth + 1)
  switch (kind) {
    case 'choiceWithChildren':
      return [child('integer', 1), child('string', 2)]
    case 'group':
    case 'singleGroupCollection':
      return [child('choice', 1), child('string', 2)]
    case 'groupCollection':
      return [child('string', 1), child('integer', 2), child('choice', 3)]
    case 'choiceCollection':
      return [child('string', 1)]
    case 'deepGroup':
      return depth < 4 ? [child('string', 1), child('deepGroup', 2)] : [child('choiceWithChildren', 1)]
    default:
      return []
  }
}

/** Returns the definitions in the form of Graph. */
export function definitionsOf(all: readonly Spec[]): Definitions {
  const definitions = emptyDefinitions()
  const add = (spec: Spec, n: number, depth: number): void => {
    if (!spec.unknown) addDefinition(definitions, definition(spec, n, depth))
    spec.children.forEach((child, i) => add(child, n + i + 1, depth + 1))
  }
  all.forEach((spec, n) => add(spec, n, 0))
  return definitions
}

const typeNames: Record<Kind, string> = {
  choice: 'ChoiceSettingDefinition',
  choiceWithChildren: 'ChoiceSettingDefinition',
  string: 'SimpleSettingDefinition',
  integer: 'SimpleSettingDefinition',
  secret: 'SimpleSettingDefinition',
  reference: 'SimpleSettingDefinition',
  stringCollection: 'SimpleSettingCollectionDefinition',
  choiceCollection: 'ChoiceSettingCollectionDefinition',
  group: 'SettingGroupDefinition',
  groupCollection: 'SettingGroupCollectionDefinition',
  singleGroupCollection: 'SettingGroupCollectionDefinition',
  deepGroup: 'SettingGroupCollectionDefinition',
}

function definition({ id, kind, children }: Spec, n: number, depth: number): JsonObject {
  const area = areas[Math.floor(n / perArea) % areas.length]!
  const subject = subjects[n % subjects.length]!
  const wrapper = kind === 'singleGroupCollection' && depth === 0
  const twin = depth === 0 && (n % perArea === 9 || n % perArea === 11) // two definitions of an area that differ only in id
  const collection = /Collection|deepGroup/.test(kind)
  return {
    '@odata.type': type(typeNames[kind]),
    accessTypes: 'add,delete,get,replace',
    keywords: [subject, area.category, area.category.split('\\').at(-1)!],
    id,
    name: twin ? 'Twin' : `${subject.replaceAll(' ', '')}${n}`,
    // like the real catalog, some have no name or the same name
    displayName: wrapper
      ? 'Top Level Setting Group Collection'
      : twin
        ? 'Allow for all users'
        : n % 17 === 5
          ? ''
          : n % 11 === 3
            ? 'Enable'
            : `${subject}${n % 5 === 0 ? '\n' : ' '}(${area.slug} ${n})`,
    description: `What ${subject.toLowerCase()} does.`,
    helpText: null,
    categoryId: `00000000-0000-4000-8000-${String(Math.floor(n / perArea)).padStart(12, '0')}`,
    offsetUri: `/Config/${subject.replaceAll(' ', '')}`,
    baseUri: './Device/Vendor/MSFT/Policy',
    rootDefinitionId: id,
    ...(collection ? { maximumCount: wrapper ? 1 : 600, minimumCount: 0 } : {}),
    ...(children.length > 0 ? { childIds: children.map((child) => child.id) } : {}),
    ...(kind.startsWith('choice') ? { options: [0, 1, 2].map((i) => option(id, i)), defaultOptionId: `${id}_0` } : {}),
    ...(kind === 'secret'
      ? { valueDefinition: { '@odata.type': type('StringSettingValueDefinition'), isSecret: true } }
      : {}),
  }
}

function option(id: string, i: number): JsonObject {
  const label = ['Disabled', 'Enabled', 'Audit only'][i]!
  return { itemId: `${id}_${i}`, name: label, displayName: label, description: null, optionValue: { value: i } }
}
