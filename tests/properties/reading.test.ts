import * as fc from 'fast-check'
import { contentHash } from '../../src/intune/policy-types/content-hash'
import { policyTypes } from '../../src/intune/policy-types/registry'
import { encodeSegment, pathSegments } from '../../src/intune/flatten/path'
import { namesOf } from '../intune/flatten/helpers'
import { definitions } from '../intune/flatten/trees'
import { changed } from './change'
import { kinds } from './policies'
import { type Random, readAgain, readFull, rowsOf } from './serve'

const runs = { numRuns: 150 }
const chances = fc.infiniteStream(fc.nat(1_000_000)).map(
  (stream): Random =>
    (n) =>
      stream.next().value % n,
)

test('every record of the registry has policies here', () => {
  expect(kinds.map(({ policyType }) => policyType.source)).toEqual(policyTypes.map(({ source }) => source))
})

describe.each(kinds.map((kind) => ({ source: kind.policyType.source, ...kind })))('$source', ({ policyType, held }) => {
  test('read in other pages and orders: the same rows, the same content', async () => {
    await fc.assert(
      fc.asyncProperty(held, definitions, chances, async (policy, known, random) => {
        const [full, again] = [await readFull(policyType, policy), await readAgain(policyType, policy, random)]
        const names = namesOf(...known)
        expect(rowsOf(policyType, again, names)).toEqual(rowsOf(policyType, full, names))
        expect(contentHash(policyType, again)).toBe(contentHash(policyType, full))
      }),
      runs,
    )
  })

  test('names and paths are unique; a path parses back into its segments', async () => {
    await fc.assert(
      fc.asyncProperty(held, definitions, async (policy, known) => {
        const rows = rowsOf(policyType, await readFull(policyType, policy), namesOf(...known))
        expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
        expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
        for (const { path } of rows) expect(pathSegments(path).map(encodeSegment).join('/')).toBe(path)
      }),
      runs,
    )
  })

  test('any one value changed: another content', async () => {
    await fc.assert(
      fc.asyncProperty(held, chances, async (policy, random) => {
        const full = await readFull(policyType, policy)
        const other = changed(full, policyType.volatile, random)
        expect(contentHash(policyType, other)).not.toBe(contentHash(policyType, full))
      }),
      runs,
    )
  })

  test('what is volatile is no content', async () => {
    await fc.assert(
      fc.asyncProperty(held, async (policy) => {
        const full = await readFull(policyType, policy)
        const later = Object.fromEntries([...policyType.volatile].map((property) => [property, 'later']))
        expect(contentHash(policyType, { ...full, ...later, id: 'another' })).toBe(contentHash(policyType, full))
      }),
      { numRuns: 30 },
    )
  })
})
