import { deviceConfigurationBase, perItemLists, secretProperties } from '../data/device-configuration-properties'
import { expanded, type Leaf } from '../data/leaves/leaf'
import { omaLeaves } from '../data/leaves/oma'
import { propertyLeaves, typedLeaves } from '../data/leaves/typed'
import { toPolicy, listedOf, storedAssignments } from '../data/stored-policy'
import * as expandable from '../graph/expandables'
import * as part from '../graph/parts'
import { configurationReaders } from '../graph/permissions'
import { objects } from '../json'
import type { Collection } from './collection'
import { typedDefaults, typedMetadata, typeOf } from './typed'

const casts = Object.fromEntries(
  Object.entries(perItemLists).flatMap(([type, names]) =>
    names.map((name) => [`microsoft.graph.${type}/${name}`, expandable.perItem(name)]),
  ),
)

const excluded = new Set([...typedMetadata, 'omaSettings', ...Object.values(perItemLists).flat()])

/** Configuration as typed properties. Secrets are masked; some lists need a single policy and a cast in `$expand`. */
export const deviceConfigurations: Collection = {
  name: 'deviceConfigurations',
  versions: ['beta', 'v1.0'],
  permissions: configurationReaders,
  pageSize: { normal: 100, max: 1000 },
  missing: 404,
  selectable: new Set(deviceConfigurationBase),
  expand: {
    list: { assignments: expandable.assignments },
    item: { assignments: expandable.assignments, ...casts },
  },
  parts: { assignments: part.assignments, getOmaSettingPlainTextValue: part.omaPlainText },
  stored(json, id) {
    const own = perItemLists[typeOf(json)] ?? []
    const { listed, dropped } = listedOf(json, id, { ...typedDefaults, supportsScopeTags: true }, () => true)
    const perItem = Object.fromEntries(own.map((name) => [name, objects(json[name])]))
    for (const name of own) delete listed[name]
    return { policy: toPolicy(listed, { assignments: storedAssignments(json, id), perItem }), dropped }
  },
  nested: (policy) => policy.perItem(),
  *leaves(whole) {
    for (const leaf of typedLeaves(whole, excluded)) yield secretProperties.has(leaf.path) ? secret(leaf) : leaf
    yield* omaLeaves(whole['omaSettings'])
    // an empty navigation property is no value
    for (const name of perItemLists[typeOf(whole)] ?? [])
      if (objects(whole[name]).length > 0) yield* expanded(propertyLeaves(whole, name, name))
  },
}

function secret(leaf: Leaf): Leaf {
  return { ...leaf, secret: true }
}
