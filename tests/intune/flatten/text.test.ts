import * as fc from 'fast-check'
import { collapse, cutToBytes, sortByBytes, stableJson, wellFormed } from '../../../src/shared/text'

test('what PostgreSQL cannot store becomes U+FFFD, and nothing else changes', () => {
  expect(wellFormed('a\0b\ud800c😀\udc00')).toBe('a\ufffdb\ufffdc😀\ufffd')
})

test('white space of every kind collapses', () => {
  expect(collapse('  a \r\n\t b\u00a0c ')).toBe('a b c')
  expect(collapse('a\tb')).toBe('a b')
  expect(collapse(' a')).toBe('a')
})

test('JSON text does not depend on the order of keys, and reads back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      fc.pre(!JSON.stringify(value).includes('\\u0000'))
      expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      expect(stableJson(reversed(value))).toBe(stableJson(value))
    }),
  )
})

test('JSON text that PostgreSQL refuses is never made', () => {
  expect(stableJson({ 'k\0': ['\0', '\ud800'] })).toBe('{"k\ufffd":["\ufffd","\ufffd"]}')
})

test('a nesting that would exhaust the stack is refused', () => {
  let deep: unknown = 1
  for (let i = 0; i < 50_000; i++) deep = [deep]
  expect(() => stableJson(deep)).toThrow('nested too deeply')
})

test('a cut never halves a character and never exceeds its bytes', () => {
  expect(cutToBytes('äöü', 3)).toBe('ä')
  expect(cutToBytes('a😀', 4)).toBe('a')
  expect(cutToBytes('abc', 3)).toBe('abc')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, bytes) => {
      const cut = cutToBytes(text, bytes)
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes)
      expect(text.startsWith(cut)).toBe(true)
      const wasted = cut === text ? 0 : bytes - Buffer.byteLength(cut)
      expect(wasted).toBeLessThan(4)
    }),
  )
})

test('sorts by UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (list) => {
      const bytewise = list.map((text) => Buffer.from(text)).sort(Buffer.compare)
      expect(sortByBytes([...list], (text) => text)).toEqual(bytewise.map(String))
    }),
  )
  // Where JavaScript's own order differs.
  expect(sortByBytes(['😀', '\ue000'], (text) => text)).toEqual(['\ue000', '😀'])
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toReversed()
  return Object.fromEntries(entries.map(([key, inner]) => [key, reversed(inner)]))
}
