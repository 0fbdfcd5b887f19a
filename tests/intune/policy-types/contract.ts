import { contentHash } from '../../../src/intune/policy-types/content-hash'
import { resolveDefinitions } from '../../../src/intune/policy-types/resolve-definitions'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import type { FindDefinition } from '../../../src/intune/definitions/find-definition'
import { fingerprint } from '../flatten/helpers'
import { reordered } from '../flatten/trees'
import { fakeGraph } from './fake-graph'
import { unfinished } from './unfinished'

/** One policy as Graph serves it, and the expected results of its record. */
export interface Fixture {
  /** The list's entry. */
  entry: Record<string, unknown>
  /** Lists below the policy, by path. */
  lists: Record<string, unknown[]>
  /** Objects that reading it requests, by path. */
  objects?: Record<string, unknown>
  findDefinition: FindDefinition
  policyType: string
  policyName: string
  /** Names that must occur. */
  settingNames: string[]
  /** Texts planted as secrets in the policy; no row may contain them. */
  secrets: string[]
  /** Rows that must occur: path and shown value. */
  rows: [string, string][]
}

/** Tests what every policy type must do. */
export function testPolicyType(type: PolicyType, fixture: Fixture): void {
  async function read({ entry, lists, objects }: Pick<Fixture, 'entry' | 'lists' | 'objects'> = fixture) {
    const pages = Object.fromEntries(Object.entries(lists).map(([path, list]) => [path, [list]]))
    return type.readFull(type.parse(entry), fakeGraph(pages, objects).graph)
  }

  async function rowsOf(of: Parameters<typeof read>[0] = fixture) {
    const { full } = await read(of)
    return type.flatten(full, fixture.findDefinition, fingerprint)
  }

  describe(type.source, () => {
    test('is filled in, and so is its fixture', () => {
      expect(unfinished(type, fixture)).toEqual([])
    })

    test('parses a list entry and keeps unknown properties', () => {
      const listed = type.parse({ ...fixture.entry, somethingNew: 1 })
      expect(listed).toEqual({ ...fixture.entry, somethingNew: 1 })
      expect(type.policyType(listed)).toBe(fixture.policyType)
      expect(type.policyName(listed)).toBe(fixture.policyName)
    })

    test.each([null, 'x', {}, { id: 5 }, { id: '' }, { id: 'x'.repeat(201) }, { id: 'a\0' }])(
      'an unreadable entry (%#) throws sync.policy_unreadable',
      (entry) => {
        const broken =
          typeof entry === 'object' && entry !== null ? { ...fixture.entry, id: undefined, ...entry } : entry
        expect(() => type.parse(broken)).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
      },
    )

    test('a policy without name is called by its id', () => {
      const nameless = { ...fixture.entry, name: '  ', displayName: null }
      expect(type.policyName(type.parse(nameless))).toBe(fixture.entry['id'])
    })

    test('has the rows that its policy sets, sorted by path', async () => {
      const rows = await rowsOf()
      const found = rows.map((row) => [row.path, row.value])
      expect(found).toEqual(expect.arrayContaining(fixture.rows))
      const paths = rows.map((row) => row.path)
      expect(paths).toEqual(paths.toSorted())
      expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(fixture.settingNames))
    })

    test('is read in full, with its assignments separate', async () => {
      const { full, assignments } = await read()
      expect(assignments).toEqual([])
      expect(Object.keys(full).filter((key) => key.startsWith('assignments'))).toEqual([])
      const { assignments: _, ...entry } = fixture.entry
      expect(full).toMatchObject(entry)
    })

    test('flattens into the same rows again, in any order of keys, and after a round trip through JSON', async () => {
      const rows = await rowsOf()
      expect(await rowsOf()).toEqual(rows)
      let seed = 7
      const random = () => (seed = (seed * 48_271) % 2_147_483_647)
      const again = reordered(JSON.parse(JSON.stringify({ ...fixture, findDefinition: null })), random) as Fixture
      expect(await rowsOf(again)).toEqual(rows)
    })

    test('has a content hash that depends neither on the order of keys nor on ids and dates that Graph renews', async () => {
      const { full } = await read()
      const dated = { ...full, id: 'another', lastModifiedDateTime: '2030-01-01T00:00:00Z' }
      const turned = Object.fromEntries(Object.entries(dated).toReversed())
      expect(contentHash(type, turned)).toBe(contentHash(type, full))
      expect(contentHash(type, { ...full, somethingNew: 1 })).not.toBe(contentHash(type, full))
    })

    test('leaves what it flattens untouched', async () => {
      const before = JSON.stringify(fixture)
      await rowsOf()
      expect(JSON.stringify(fixture)).toBe(before)
    })

    test('has unique names and paths, and JSON as raw values', async () => {
      const rows = await rowsOf()
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
      expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
      for (const row of rows) expect(() => JSON.parse(row.raw) as unknown).not.toThrow()
    })

    test('shows no secret', async () => {
      const rows = JSON.stringify(await rowsOf())
      expect(fixture.secrets.filter((secret) => rows.includes(secret))).toEqual([])
    })

    test('collects the ids of definitions that it needs', async () => {
      const { full } = await read()
      const asked = new Set<string>()
      type.flatten(full, (id) => void asked.add(id), fingerprint)
      // a settings catalog needs one round; a typed policy looks up more ids with each known definition
      for (const id of type.definitionIds(full)) expect(asked).toContain(id)
      expect(fixture.secrets.filter((secret) => [...asked].some((id) => id.includes(secret)))).toEqual([])
    })

    test('resolves all its definitions in rounds', async () => {
      const { full } = await read()
      const asked = new Set<string>()
      type.flatten(full, (id) => (asked.add(id), fixture.findDefinition(id)), fingerprint)
      let known = new Set<string>()
      const findDefinition = await resolveDefinitions(type, full, (ids) => {
        known = new Set(ids)
        return Promise.resolve((id) => (known.has(id) ? fixture.findDefinition(id) : undefined))
      })
      expect([...asked].filter((id) => !known.has(id))).toEqual([])
      expect(type.flatten(full, findDefinition, fingerprint)).toEqual(await rowsOf())
    })
  })
}
