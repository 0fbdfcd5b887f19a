import * as fc from 'fast-check'
import type { StoredDefinition } from '../../../src/intune/stored/definition'
import { choice, choiceOf, choices, definition, element, group, groups, simple, simples, string } from './helpers'

type Json = Record<string, unknown>

/** Ids with characters that are special in paths, names, PostgreSQL or JavaScript. */
const ids = [
  'a',
  'A',
  'b.c',
  'd/e',
  '50%',
  '%2F',
  'f g',
  '{h}',
  'device_vendor_msft_x',
  '__proto__',
  '0',
  'i\0',
  '\ud800',
  'é😀',
]

/** Part of every planted secret; no other value of a tree contains it. */
export const PLANTED = 'planted-secret'

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', '\0', ' '))
const secret = fc.nat(9).map((n) => ({ value: `${PLANTED}-${n}`, valueState: 'encryptedValueToken' }))
const value: fc.Arbitrary<Json> = fc.oneof(
  text.map(string),
  fc.integer().map((n) => ({ value: n })),
  secret,
)

/** A type and no interface: `letrec` asks for an index signature. */
type Trees = { instance: Json; children: Json[] }

/** Instances of every kind, nested in every way; no id occurs twice below one parent. */
const { children } = fc.letrec<Trees>((tie) => {
  const below = tie('children')
  const option = fc.tuple(text, below).map(([itemId, list]) => choiceOf(itemId, ...list))
  const part = below.map((list) => element(...list))
  const few = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 })
  const id = fc.constantFrom(...ids)
  return {
    instance: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(id, value).map(([id, v]) => simple(id, v)),
      fc.tuple(id, few(value)).map(([id, list]) => simples(id, ...list)),
      fc.tuple(id, option).map(([id, v]) => choice(id, v)),
      fc.tuple(id, few(option)).map(([id, list]) => choices(id, ...list)),
      fc.tuple(id, part).map(([id, v]) => group(id, v)),
      fc.tuple(id, few(part)).map(([id, list]) => groups(id, ...list)),
    ),
    children: fc.uniqueArray(tie('instance'), { selector: (child) => child['settingDefinitionId'], maxLength: 4 }),
  }
})

/** A policy's instances. */
export const trees = children

/** Definitions for some of the ids. There are few names, so that many settings have the same one. */
export const definitions: fc.Arbitrary<StoredDefinition[]> = fc.subarray(ids).chain((known) => {
  const name = fc.option(
    fc.constantFrom('Same', 'Other', 'Top Level Setting Group Collection', 'n'.repeat(600), '\0', ' '),
  )
  const one = (id: string) =>
    fc
      .record({ name, displayName: name, category: name, many: fc.boolean() })
      .map((isListed) => definition(id, { ...isListed, options: { ' ': 'blank' } }))
  return fc.tuple(...known.filter((id) => id !== 'A').map(one))
})

/** The same tree with siblings and keys in another order; the elements of collections keep theirs. */
export function reordered(tree: unknown, random: () => number, siblings = false): unknown {
  if (Array.isArray(tree)) {
    const list: unknown[] = tree.map((inner) => reordered(inner, random))
    return siblings ? shuffled(list, random) : list
  }
  if (typeof tree !== 'object' || tree === null) return tree
  const entries = shuffled(Object.entries(tree), random)
  return Object.fromEntries(entries.map(([key, inner]) => [key, reordered(inner, random, key === 'children')]))
}

export function shuffled<T>(list: T[], random: () => number): T[] {
  const keyed = list.map((item) => ({ item, key: random() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

/** Finds every set value of a tree, with its row's path and `raw`, without the code under test. */
export function leaves(
  children: Json[],
  parent: string[] = [],
): { segments: string[]; raw: unknown; secret: boolean }[] {
  return children.flatMap((instance) => {
    const segments = [...parent, String(instance['settingDefinitionId'])]
    const [kind = ''] = Object.keys(instance).filter((key) => key.endsWith('Value'))
    const held = instance[kind]
    const isList = Array.isArray(held)
    const parts = (isList ? held : [held]) as Json[]
    const inner = parts.map((part, i) => {
      const at = isList ? [...segments, String(i)] : segments
      const list = (part['children'] ?? []) as Json[]
      return kind.startsWith('group') && list.length === 0
        ? [{ segments: at, raw: [], secret: false }]
        : leaves(list, at)
    })
    const values = parts.map((part) => part['value'])
    const own = { segments, raw: isList ? values : values[0], secret: parts.some((part) => part['valueState']) }
    const hasOwn = !kind.startsWith('group') || (isList && parts.length === 0)
    return hasOwn ? [own, ...inner.flat()] : inner.flat()
  })
}
