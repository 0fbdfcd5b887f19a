import { assignments } from '../../../local/simulator/children/assignments'
import { flat } from '../../../local/simulator/collections/flat'
import type { Child, Collection, Sample } from '../../../local/simulator/collections/record'
import { fixedPolicy } from '../../../local/simulator/data/policy'
import type { JsonObject } from '../../../local/simulator/json'
import { uuid } from '../../../local/simulator/seed'
import { flatPolicies } from '../../../local/simulator/synthetic/flat-policies'

/** Collections that Graph does not have, for what a record can say and none of the real ones says. */

const apps = ['DeviceManagementApps.Read.All']
const configuration = ['DeviceManagementConfiguration.Read.All']
const id = '12345678-0000-4000-8000-000000000001'

function sampleOf(properties: JsonObject): Sample {
  const policy = { id, displayName: 'Made up', assignments: [], ...properties }
  return { policy, policyName: 'Made up', policyType: 'madeUp', rows: [], settingNames: [], secrets: [] }
}

/** A flat collection: nothing but a helper's defaults. */
const things = flat({
  path: 'deviceAppManagement/madeUpThings',
  types: ['madeUpThing'],
  permissions: apps,
  licence: 'INTUNE_A',
  random: flatPolicies({
    stream: 'made-up things',
    size: { onTop: 0.6 },
    make: (dice, n) => ({
      '@odata.type': '#microsoft.graph.madeUpThing',
      displayName: `Thing ${n}`,
      color: dice.pick(['red', 'green']),
    }),
  }),
  sample: sampleOf({ '@odata.type': '#microsoft.graph.madeUpThing', color: 'red' }),
})

/** The list leaves content out, unless `$select` names the banner; a single read shows no picture without `$select`. */
const scripts = flat({
  path: 'policies/madeUpScripts',
  versions: ['v1.0', 'beta'],
  permissions: ['Policy.Read.All'],
  licence: 'AAD_PREMIUM',
  ids: { pattern: /^\d+_script$/, make: (given) => `${parseInt(given.slice(0, 6), 16)}_script` },
  options: {
    top: 'refused',
    select: new Set(['id', 'content', 'banner', 'picture']),
    filter: 'refused',
    orderby: 'ignored',
  },
  listed: (item, selected) => ({
    ...item,
    content: null,
    picture: null,
    banner: selected.includes('banner') ? item['banner']! : null,
  }),
  alone: (item, selected) => ({ ...item, picture: selected.includes('picture') ? item['picture']! : null }),
  random: {
    size: { onTop: 1.5 },
    id: (seed, n) => `${seed * 1000 + n}_Script`,
    make: (seed, n) => {
      const own = `${seed * 1000 + n}_Script`
      return fixedPolicy(own, { id: own, content: `echo ${n}`, banner: `B${n}`, picture: `P${n}` }, {})
    },
  },
  sample: sampleOf({ id: '1_script', content: 'echo', banner: 'B', picture: 'P' }),
})

/** One object, with assignments below it, at a path that begins like another one. */
const singleton = flat({
  path: 'identity/madeUp',
  singleton: true,
  permissions: ['Policy.Read.All'],
  licence: 'AAD_PREMIUM_P2',
  missing: 400,
  options: { top: 'ignored', select: 'ignored' },
  writes: ['update'],
  random: {
    size: { onTop: 1 },
    id: () => 'madeUp',
    make: (seed) =>
      fixedPolicy('madeUp', { secureByDefault: seed % 2 === 0 }, { assignments: [{ id: 'a', target: {} }] }),
  },
  sample: sampleOf({ secureByDefault: true }),
})

const deeper = flat({
  path: 'identity/madeUp/policies',
  permissions: ['Policy.Read.All'],
  licence: 'AAD_PREMIUM_P2',
  options: { top: 'ignored', select: 'ignored', filter: 'ignored' },
  random: flatPolicies({ stream: 'made-up deeper', size: { onTop: 3 }, make: (_, n) => ({ displayName: `D${n}` }) }),
  sample: sampleOf({}),
})

const presentation: Child = { single: true, expand: { list: 'whole', item: 'whole', inside: 'whole' } }

const presentationValues: Child = {
  page: { normal: 2, max: 3 },
  expand: { list: 'firstPage', item: 'whole', inside: 'firstPage' },
  children: { presentation },
}

const definitionValues: Child = {
  page: { normal: 2, max: 4 },
  expand: { list: 'firstPage', item: 'whole' },
  stored: (entry, n, parentId) => ({ id: uuid(parentId, 'value', n), ...entry }),
  children: {
    presentationValues,
    definition: {
      single: true,
      permissions: ['DeviceManagementApps.Read.All'],
      expand: { list: 'whole', item: 'whole', inside: 'whole' },
      entries: (value) => Promise.resolve([{ id: `d-${String(value.item()['id'])}`, displayName: 'From Graph' }]),
    },
  },
}

/** A policy with five values, each with three values below it. */
const valuesOf = (own: string): JsonObject[] =>
  Array.from({ length: 5 }, (_, v) => ({
    id: `${own}-V${v}`,
    enabled: v % 2 === 0,
    presentationValues: Array.from({ length: 3 }, (_, p) => ({
      id: `${v}.${p}`,
      value: p,
      presentation: { id: `p${p}`, label: `Label ${p}` },
    })),
  }))

/** Children two levels deep with pages, a single child, a cast, a refused path and a function. */
export const configurations: Collection = flat({
  path: 'deviceManagement/madeUpConfigurations',
  permissions: configuration,
  licence: 'INTUNE_A',
  children: {
    assignments: { ...assignments, page: 'refused' },
    definitionValues,
    certificates: {
      casts: ['madeUpCertified'],
      page: { normal: 1, max: 10 },
      expand: { list: 'firstPage', item: 'whole' },
    },
  },
  functions: {
    echo: { serve: (_call, policy, { text = '' }) => ({ status: 200, body: { value: `${policy.id} ${text}` } }) },
  },
  random: {
    size: { onTop: 0.1 },
    id: (seed, n) => uuid('made-up configuration', seed, n),
    make: (seed, n) => {
      const own = uuid('made-up configuration', seed, n)
      const type = n % 2 === 0 ? 'madeUpCertified' : 'madeUpPlain'
      const item = { '@odata.type': `#microsoft.graph.${type}`, id: own, displayName: `C${n}` }
      return fixedPolicy(own, item, {
        definitionValues: valuesOf(own),
        certificates: [
          { id: 'c', subject: 'CN=a' },
          { id: 'd', subject: 'CN=b' },
        ],
      })
    },
  },
  sample: sampleOf({}),
})

export const madeUp: readonly Collection[] = [things, scripts, singleton, deeper, configurations]
