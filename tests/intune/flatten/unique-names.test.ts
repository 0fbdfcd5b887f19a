import * as fc from 'fast-check'
import { type NameParts, uniqueNames } from '../../../src/intune/flatten/unique-names'
import { fitName } from '../../../src/intune/flatten/fit-name'

function named(path: string, known: Partial<NameParts> = {}): NameParts {
  return { path, label: 'Same', category: null, ownName: null, definitionId: null, ...known }
}

test('a unique name does not change', () => {
  expect(uniqueNames([named('a', { label: 'A', category: 'C' }), named('b', { label: 'B' })])).toEqual(['A', 'B'])
})

test('all rows with the same name get their category, also the first one', () => {
  const rows = [named('a', { category: 'One' }), named('b', { category: 'Two' }), named('c', { label: 'C' })]
  expect(uniqueNames(rows)).toEqual(['Same (One)', 'Same (Two)', 'C'])
})

test('then they get the name, then the definition id, then the path, each only if still needed', () => {
  const rows = [
    named('1', { category: 'A', ownName: 'x', definitionId: 'd1' }),
    named('2', { category: 'A', ownName: 'y', definitionId: 'd2' }),
    named('3', { category: 'B', ownName: 'z', definitionId: 'd3' }),
    named('4', { category: 'B', ownName: 'z', definitionId: 'd4' }),
    named('w/0/5', { category: 'C', ownName: 'z', definitionId: 'd5' }),
    named('w/1/5', { category: 'C', ownName: 'z', definitionId: 'd5' }),
    named('6', { category: 'D', ownName: 'z', definitionId: 'd6' }),
  ]
  expect(uniqueNames(rows)).toEqual([
    'Same (A) (x)',
    'Same (A) (y)',
    'Same (B) (z) [d3]',
    'Same (B) (z) [d4]',
    'Same (C) (z) [d5] [w/0/5]',
    'Same (C) (z) [d5] [w/1/5]',
    'Same (D)',
  ])
})

test('a suffixed name that equals another row’s label gets a further suffix', () => {
  const rows = [
    named('a', { category: 'One', ownName: 'x' }),
    named('b', { category: 'Two' }),
    named('c', { label: 'Same (One)', category: 'Three' }),
  ]
  expect(uniqueNames(rows)).toEqual(['Same (One) (x)', 'Same (Two)', 'Same (One) (Three)'])
})

test('names are unique for all labels and do not depend on the order of rows', () => {
  const part = fc.constantFrom(
    'A',
    'A (A)',
    'A [A]',
    'A [A] [A]',
    '] [',
    'A'.repeat(1_100),
    'A'.repeat(999),
    '漢'.repeat(700),
  )
  const row = fc.record({
    label: part,
    category: fc.option(part),
    ownName: fc.option(part),
    definitionId: fc.option(part),
  })
  const path = fc.oneof(part, fc.string())
  const rows = fc.uniqueArray(fc.tuple(path, row), { selector: ([path]) => path, minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(rows, (list) => {
      const all = list.map(([path, known]) => named(path, known))
      const names = uniqueNames(all)
      expect(new Set(names).size).toBe(names.length)
      for (const name of names) expectToFit(name)
      expect(uniqueNames(all.toReversed()).toReversed()).toEqual(names)
    }),
  )
})

test('20,000 rows with the same name do not take quadratic time', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) =>
    named(`p${i}`, { category: 'C', ownName: 'n', definitionId: 'd' }),
  )
  expect(new Set(uniqueNames(rows)).size).toBe(20_000)
})

describe('a name that is too long', () => {
  test('is cut and ends in a hash of the full name', () => {
    const cut = fitName('x'.repeat(10_000))
    expect(cut).toMatch(/^x{900,}… #[0-9a-f]{16}$/)
    expect(cut).toHaveLength(1_000)
    expect(fitName(`${'x'.repeat(9_999)}y`)).not.toBe(cut)
  })

  test('is also limited in bytes, because an index entry is', () => {
    expectToFit(fitName('漢'.repeat(999)))
    expectToFit(fitName('😀'.repeat(600)))
    expect(fitName('😀'.repeat(600))).not.toMatch(/\p{Surrogate}/u)
  })

  test('one of 1,000 characters is not cut', () => {
    expect(fitName('x'.repeat(1_000))).toBe('x'.repeat(1_000))
  })
})

function expectToFit(name: string): void {
  expect(name.length).toBeLessThanOrEqual(1_000)
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(2_000)
}
