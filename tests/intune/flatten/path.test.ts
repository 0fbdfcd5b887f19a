import * as fc from 'fast-check'
import { childPath, encodeSegment, pathSegments } from '../../../src/intune/flatten/path'

test('slash and percent are encoded, dots, spaces and braces are not', () => {
  expect(['./Vendor/50%', 'a b.{c}', 3].reduce<string>(childPath, '')).toBe('.%2FVendor%2F50%25/a b.{c}/3')
})

test('what PostgreSQL cannot store is encoded, so that two ids never share a path', () => {
  expect(encodeSegment('a\0b')).toBe('a%00b')
  expect(encodeSegment('\ud800x😀')).toBe('%uD800x😀')
})

test('a path parses back into its segments, whatever they hold', () => {
  const segment = fc.string({
    unit: fc.constantFrom('a', '/', '%', '2', 'F', 'u', '\0', '\ud800', '\udc00', '😀', '.'),
  })
  fc.assert(
    fc.property(fc.array(segment.filter(Boolean), { minLength: 1, maxLength: 6 }), (segments) => {
      const path = segments.reduce(childPath, '')
      expect(pathSegments(path)).toEqual(segments)
      // oxlint-disable-next-line no-control-regex -- U+0000 is what must not be there
      expect(path).not.toMatch(/\0|\p{Surrogate}/u)
    }),
  )
})
