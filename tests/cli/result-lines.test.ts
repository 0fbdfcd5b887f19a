import { resultLines } from '../../cli/result-lines'
import { toJson } from '../../cli/text'

test('an object is a line for each property, nested ones are indented', () => {
  const result = {
    name: 'Con\u001btoso',
    ready: true,
    nothing: null,
    none: [],
    words: ['a', 'b'],
    list: [{ what: 'x', count: 1, of: { deep: 2 } }],
  }
  expect(resultLines(result)).toEqual([
    'name: Con\ufffdtoso',
    'ready: true',
    'nothing: none',
    'none: none',
    'words:',
    '  - a',
    '  - b',
    'list:',
    '  - what: x',
    '    count: 1',
    '    of:',
    '      deep: 2',
  ])
})

test('what is nested without an end becomes JSON, on one line', () => {
  let nested: unknown = 'end'
  for (let depth = 0; depth < 50; depth++) nested = { in: nested }
  const lines = resultLines(nested)
  expect(lines).toHaveLength(7)
  expect(lines.at(-1)).toContain('{"in":')
})

test('JSON holds no character that steers a terminal, and says the same', () => {
  const value = { name: 'a\u001b\u009b31m\u202e' }
  expect(toJson(value)).toBe('{"name":"a\\u001b\\u009b31m\\u202e"}')
  expect(JSON.parse(toJson(value))).toEqual(value)
})

test('what is nested deeper than the stack is cut', () => {
  const nested = JSON.parse(`${'{"in":['.repeat(20_000)}1${']}'.repeat(20_000)}`) as unknown
  const json = toJson({ nested, kept: 1 })
  expect(json).toMatch(/^\{"nested":\{"in":\[.*"\.\.\.".*,"kept":1\}$/)
  expect(JSON.parse(json)).toMatchObject({ kept: 1 })
  expect(resultLines(nested).at(-1)).toContain('"..."')
})
