import * as fc from 'fast-check'
import { contentHash } from '../../src/intune/policy-types/content-hash'
import { encodeSegment, pathSegments } from '../../src/intune/flatten/path'
import { findDefinitionIn } from '../intune/flatten/helpers'
import { definitions } from '../intune/flatten/trees'
import { changed } from './change'
import { randomPolicies } from './policies'
import { type Random, readAgain, readFull, rowsOf } from './serve'

const runs = { numRuns: 150 }
const chances = fc.infiniteStream(fc.nat(1_000_000)).map(
  (stream): Random =>
    (n) =>
      stream.next().value % n,
)

describe.each(randomPolicies.map((kind) => ({ source: kind.policyType.source, ...kind })))(
  '$source',
  ({ policyType, served }) => {
    test('other pages and orders give the same rows and the same content hash', async () => {
      await fc.assert(
        fc.asyncProperty(served, definitions, chances, async (policy, known, random) => {
          const [full, again] = [await readFull(policyType, policy), await readAgain(policyType, policy, random)]
          const findDefinition = findDefinitionIn(...known)
          expect(rowsOf(policyType, again, findDefinition)).toEqual(rowsOf(policyType, full, findDefinition))
          expect(contentHash(policyType, again)).toBe(contentHash(policyType, full))
        }),
        runs,
      )
    })

    test('names and paths are unique; a path parses back into its segments', async () => {
      await fc.assert(
        fc.asyncProperty(served, definitions, async (policy, known) => {
          const rows = rowsOf(policyType, await readFull(policyType, policy), findDefinitionIn(...known))
          expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
          expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
          for (const { path } of rows) expect(pathSegments(path).map(encodeSegment).join('/')).toBe(path)
        }),
        runs,
      )
    })

    test('changing any one value changes the content hash', async () => {
      await fc.assert(
        fc.asyncProperty(served, chances, async (policy, random) => {
          const full = await readFull(policyType, policy)
          const other = changed(full, policyType.volatile, random)
          expect(contentHash(policyType, other)).not.toBe(contentHash(policyType, full))
        }),
        runs,
      )
    })

    test('volatile properties do not change the content hash', async () => {
      await fc.assert(
        fc.asyncProperty(served, async (policy) => {
          const full = await readFull(policyType, policy)
          const later = Object.fromEntries([...policyType.volatile].map((property) => [property, 'later']))
          expect(contentHash(policyType, { ...full, ...later, id: 'another' })).toBe(contentHash(policyType, full))
        }),
        { numRuns: 30 },
      )
    })
  },
)
