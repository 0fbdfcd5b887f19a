import { withLongDates } from '../../../local/simulator/graph/as-sent'
import type { Collection } from '../../../local/simulator/collections/record'
import { trimDefinition } from '../../../src/intune/definitions/trim-definition'
import { contentHash } from '../../../src/intune/policy-types/content-hash'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import { resolveDefinitions } from '../../../src/intune/policy-types/resolve-definitions'
import type { FullPolicy } from '../../../src/intune/stored/full-policy'
import { findDefinitionIn, fingerprint } from '../flatten/helpers'
import { reordered } from '../flatten/trees'
import { type Reading, readSample } from './readings'
import { unfinished } from './unfinished'

/** Tests what every policy type must do, with the sample of its collection on the simulated Graph. */
export function testPolicyType(type: PolicyType, collection: Collection): void {
  const { sample } = collection
  const definitions = (sample.definitions ?? []).flatMap((raw) => trimDefinition(raw) ?? [])
  const findDefinition = findDefinitionIn(...definitions)
  const rowsOf = (full: FullPolicy) => type.flatten(full, findDefinition, fingerprint)

  describe(type.source, () => {
    let reading: Reading
    let full: FullPolicy
    beforeAll(async () => {
      reading = await readSample(type, collection)
      full = reading.fromList.full
    })

    test('is filled in, and so is its collection', () => {
      expect(unfinished(type, collection)).toEqual([])
    })

    test('asks for what its collection has: path, version, permission, licence', () => {
      expect(collection).toMatchObject({ name: type.source, path: type.path, licence: type.licence })
      expect(collection.versions).toContain(type.version)
      expect(collection.permissions).toContain(type.permission)
    })

    test('parses a list entry and keeps unknown properties', () => {
      const listed = type.parse({ ...reading.entry, somethingNew: 1 })
      expect(listed).toEqual({ ...reading.entry, somethingNew: 1 })
      expect(type.policyType(full)).toBe(sample.policyType)
      expect(type.policyName(full)).toBe(sample.policyName)
    })

    test.each([null, 'x', {}, { id: 5 }, { id: '' }, { id: 'x'.repeat(201) }, { id: 'a\0' }])(
      'an unreadable entry (%#) throws sync.policy_unreadable',
      (entry) => {
        const broken =
          typeof entry === 'object' && entry !== null ? { ...reading.entry, id: undefined, ...entry } : entry
        expect(() => type.parse(broken)).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
      },
    )

    test('a policy without name is called by its id', () => {
      expect(type.policyName({ ...full, name: '  ', displayName: null })).toBe(sample.policy.id)
    })

    test('is read in full: everything that the sample has, also what the list leaves out', () => {
      const { assignments: _, ...policy } = sample.policy
      expect(full).toMatchObject(withLongDates(policy))
      expect(Object.keys(full).filter((key) => key.startsWith('assignments'))).toEqual([])
    })

    test('has its assignments apart, from wherever Graph gives them', () => {
      expect(reading.fromList.assignments).toEqual([])
      expect(reading.assigned.read.assignments).toEqual(reading.assigned.assignments)
      expect(contentHash(type, reading.assigned.read.full)).toBe(contentHash(type, full))
    })

    test('has the rows that its sample sets, sorted by path', () => {
      const rows = rowsOf(full)
      expect(rows.map((row) => [row.path, row.value])).toEqual(expect.arrayContaining([...sample.rows]))
      const paths = rows.map((row) => row.path)
      expect(paths).toEqual(paths.toSorted())
      expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining([...sample.settingNames]))
    })

    test('has the same rows and hash when it is read by its id, or in another order, on other pages', () => {
      for (const other of [reading.byId.full, reading.again.full]) {
        expect(rowsOf(other)).toEqual(rowsOf(full))
        expect(contentHash(type, other)).toBe(contentHash(type, full))
      }
    })

    test('flattens into the same rows with keys in another order, and after a round trip through JSON', () => {
      let seed = 7
      const random = () => (seed = (seed * 48_271) % 2_147_483_647)
      const again = reordered(JSON.parse(JSON.stringify(full)), random) as FullPolicy
      expect(rowsOf(again)).toEqual(rowsOf(full))
    })

    test('has a content hash that depends neither on the order of keys nor on ids and dates that Graph renews', () => {
      const dated = { ...full, id: 'another', lastModifiedDateTime: '2030-01-01T00:00:00Z' }
      const turned = Object.fromEntries(Object.entries(dated).toReversed())
      expect(contentHash(type, turned)).toBe(contentHash(type, full))
      expect(contentHash(type, { ...full, somethingNew: 1 })).not.toBe(contentHash(type, full))
    })

    test('leaves what it flattens untouched', () => {
      const before = JSON.stringify(full)
      rowsOf(full)
      expect(JSON.stringify(full)).toBe(before)
    })

    test('has unique names and paths, and JSON as raw values', () => {
      const rows = rowsOf(full)
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
      expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
      for (const row of rows) expect(() => JSON.parse(row.raw) as unknown).not.toThrow()
    })

    test('shows no secret', () => {
      const rows = JSON.stringify(rowsOf(full))
      expect(sample.secrets.filter((secret) => rows.includes(secret))).toEqual([])
    })

    test('collects the ids of definitions that it needs', () => {
      const asked = new Set<string>()
      type.flatten(full, (id) => void asked.add(id), fingerprint)
      // a settings catalog needs one round; a typed policy looks up more ids with each known definition
      for (const id of type.definitionIds(full)) expect(asked).toContain(id)
      expect(sample.secrets.filter((secret) => [...asked].some((id) => id.includes(secret)))).toEqual([])
    })

    test('resolves all its definitions in rounds', async () => {
      const asked = new Set<string>()
      type.flatten(full, (id) => (asked.add(id), findDefinition(id)), fingerprint)
      let known = new Set<string>()
      const found = await resolveDefinitions(type, full, (_catalog, ids) => {
        known = new Set(ids)
        return Promise.resolve((id) => (known.has(id) ? findDefinition(id) : undefined))
      })
      expect([...asked].filter((id) => !known.has(id))).toEqual([])
      expect(type.flatten(full, found, fingerprint)).toEqual(rowsOf(full))
    })
  })
}
