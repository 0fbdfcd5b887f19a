import * as fc from 'fast-check'
import { flattenCatalog } from '../../../src/intune/flatten/catalog'
import { pathSegments } from '../../../src/intune/flatten/path'
import { stableJson } from '../../../src/shared/text'
import { catalogDefinitionIds } from '../../../src/intune/definitions/definition-ids'
import { fingerprint, findDefinitionIn, settingsOf, simple, string } from './helpers'
import { PLANTED, definitions, leaves, reordered, shuffled, trees } from './trees'

const runs = { numRuns: 300 }

test('the rows do not depend on the order of pages, siblings and keys', () => {
  fc.assert(
    fc.property(trees, definitions, fc.infiniteStream(fc.nat(1_000)), (tree, known, chance) => {
      const random = () => chance.next().value
      const findDefinition = findDefinitionIn(...known)
      const rows = flattenCatalog(settingsOf(...tree), findDefinition, fingerprint)
      const again = shuffled(reordered(settingsOf(...tree), random) as unknown[], random)
      expect(flattenCatalog(again, findDefinition, fingerprint)).toEqual(rows)
    }),
    runs,
  )
})

test('every set value is a row at its path, and nothing else is', () => {
  fc.assert(
    fc.property(trees, definitions, (tree, known) => {
      fc.pre(tree.length > 0)
      const rows = flattenCatalog(settingsOf(...tree), findDefinitionIn(...known), fingerprint)
      const expected = leaves(tree)
      const byPath = new Map(rows.map((row) => [JSON.stringify(pathSegments(row.path)), row]))
      expect(byPath.size).toBe(rows.length)
      expect(rows).toHaveLength(expected.length)
      for (const { segments, raw, secret } of expected) {
        const row = byPath.get(JSON.stringify(segments))
        expect([row?.valueType === 'secret', secret || row?.raw]).toEqual([secret, secret || stableJson(raw)])
      }
    }),
    runs,
  )
})

test('names are unique, fit the index, and hold nothing that PostgreSQL refuses', () => {
  fc.assert(
    fc.property(trees, definitions, (tree, known) => {
      const rows = flattenCatalog(settingsOf(...tree), findDefinitionIn(...known), fingerprint)
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
      for (const row of rows) {
        expect(row.name.length).toBeLessThanOrEqual(1_000)
        expect(row.name).not.toBe('')
        const all = Object.values(row).join('')
        // oxlint-disable-next-line no-control-regex -- U+0000 is what must not be there
        expect(all).not.toMatch(/\0|\p{Surrogate}/u)
        expect(() => JSON.parse(row.raw) as unknown).not.toThrow()
      }
    }),
    runs,
  )
})

test('adding a setting changes the path or value of no other setting', () => {
  fc.assert(
    fc.property(trees, definitions, fc.nat(), (tree, known, at) => {
      const findDefinition = findDefinitionIn(...known)
      const pairs = (of: typeof tree) =>
        flattenCatalog(settingsOf(...of), findDefinition, fingerprint).map((row) => [row.path, row.value, row.raw])
      const before = tree.length > 0 ? pairs(tree) : []
      const after = pairs(tree.toSpliced(at % (tree.length + 1), 0, simple('the new one', string('new'))))
      expect(after.filter(([path]) => path !== 'the new one')).toEqual(before)
    }),
    runs,
  )
})

test('a secret is in no field of any row', () => {
  fc.assert(
    fc.property(trees, definitions, (tree, known) => {
      const rows = flattenCatalog(settingsOf(...tree), findDefinitionIn(...known), fingerprint)
      expect(JSON.stringify(rows)).not.toContain(PLANTED)
    }),
    runs,
  )
})

test('the collected ids are exactly the definitions that flattening looks up', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const asked = new Set<string>()
      const settings = settingsOf(...tree)
      flattenCatalog(settings, (id) => void asked.add(id), fingerprint)
      expect(catalogDefinitionIds(settings)).toEqual(asked)
    }),
    runs,
  )
})
