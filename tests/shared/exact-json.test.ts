import * as fc from 'fast-check'
import { parseExact, stringifyExact } from '../../src/shared/exact-json'
import { stableJson } from '../../src/shared/text'

const literals = [
  '9007199254740993',
  '-12345678901234567890',
  '1.10',
  '0.0',
  '1e3',
  '1E+400',
  '-0',
  '0.1000000000000000055',
]

test.each(literals)('point 19: %s keeps its literal, wherever it stands', (literal) => {
  for (const text of [literal, `[${literal}]`, `{"a":${literal},"b":[1,${literal}]}`]) {
    expect(stringifyExact({ kept: parseExact(text) })).toBe(`{"kept":${text}}`)
    expect(stableJson(parseExact(text))).toBe(text)
  }
})

test('point 19: white space and texts around a number do not matter', () => {
  const parsed = parseExact('{ "a" : [ 1.10 , "[1.10]", 2.5\n] , "__proto__" : 1.0, "b": 1, "b": 2.0 }')
  expect(stableJson(parsed)).toBe('{"__proto__":1.0,"a":[1.10,"[1.10]",2.5],"b":2.0}')
})

test.each(['"__proto__"', '"__pr\\u006Fto__" '])('point 19: an object under the key %s is kept', (key) => {
  const parsed = parseExact(`{"a":1.10,${key}: {"b":1}}`) as object
  expect(Object.keys(parsed)).toEqual(['a', '__proto__'])
})

test('point 19: without such a number the value is what JSON.parse gives', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      expect(parseExact(text)).toEqual(JSON.parse(text))
      // the exact parser reads the rest of the text as JSON.parse does
      const [first] = parseExact(`[${text},0.0]`) as [unknown]
      expect(first).toEqual(JSON.parse(text))
    }),
  )
})

test('point 19: what is nested too deeply for the exact parser is parsed all the same', () => {
  const text = `${'['.repeat(50_000)}1.10${']'.repeat(50_000)}`
  expect(() => parseExact(text)).not.toThrow()
  expect(() => parseExact('[1.10,')).toThrow(SyntaxError)
})
