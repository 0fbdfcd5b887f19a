import type { PolicyType } from '../../src/policies/policy-type'
import type { SettingNames } from '../../src/settings/names'
import { fingerprint } from '../settings/flatten/helpers'
import { reordered } from '../settings/flatten/trees'
import { fakeGraph } from './fake-graph'

/** One policy as Graph serves it, and what a record must make of it. */
export interface Fixture {
  /** The list's entry. */
  entry: Record<string, unknown>
  /** Lists below the policy, by path. */
  lists: Record<string, unknown[]>
  names: SettingNames
  policyType: string
  policyName: string
  /** Texts planted as secrets somewhere in the policy: in no field of any row. */
  secrets: string[]
  /** At least these rows: path and shown value. */
  rows: [string, string][]
}

/** What every policy type must do. A new one adds a fixture and a line. */
export function testPolicyType(type: PolicyType, fixture: Fixture): void {
  const graphOf = (lists: Record<string, unknown[]>) =>
    fakeGraph(Object.fromEntries(Object.entries(lists).map(([path, list]) => [path, [list]]))).graph

  async function rowsOf(entry: unknown = fixture.entry, lists = fixture.lists) {
    const { whole } = await type.readWhole(type.parse(entry), graphOf(lists))
    return type.flatten(whole, fixture.names, fingerprint)
  }

  describe(type.source, () => {
    test('parses a list entry and keeps what it does not know', () => {
      const listed = type.parse({ ...fixture.entry, somethingNew: 1 })
      expect(listed).toEqual({ ...fixture.entry, somethingNew: 1 })
      expect(type.policyType(listed)).toBe(fixture.policyType)
      expect(type.policyName(listed)).toBe(fixture.policyName)
    })

    test.each([null, 'x', {}, { id: 5 }, { id: '' }, { id: 'x'.repeat(201) }, { id: 'a\0' }])(
      'an entry that cannot be read (%#) is that entry’s failure',
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
    })

    test('flattens twice into the same rows, whatever the order of keys, and after a round trip through JSON', async () => {
      const rows = await rowsOf()
      expect(await rowsOf()).toEqual(rows)
      let seed = 7
      const random = () => (seed = (seed * 48_271) % 2_147_483_647)
      const again = (value: unknown) => reordered(JSON.parse(JSON.stringify(value)), random)
      expect(await rowsOf(again(fixture.entry), again(fixture.lists) as typeof fixture.lists)).toEqual(rows)
    })

    test('leaves what it flattens untouched', async () => {
      const before = JSON.stringify(fixture)
      await rowsOf()
      expect(JSON.stringify(fixture)).toBe(before)
    })

    test('has names and paths of their own for all rows, and JSON as raw values', async () => {
      const rows = await rowsOf()
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
      expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
      for (const row of rows) expect(() => JSON.parse(row.raw) as unknown).not.toThrow()
    })

    test('shows no secret', async () => {
      const rows = JSON.stringify(await rowsOf())
      expect(fixture.secrets.filter((secret) => rows.includes(secret))).toEqual([])
    })

    test('asks for every name it needs', async () => {
      const { whole } = await type.readWhole(type.parse(fixture.entry), graphOf(fixture.lists))
      const asked = new Set<string>()
      type.flatten(whole, (id) => void asked.add(id), fingerprint)
      expect(type.definitionIds(whole)).toEqual(asked)
    })
  })
}
