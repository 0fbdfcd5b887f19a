import { csvRow } from '../../cli/csv'
import { tableLines } from '../../cli/table'
import { inWidth, widthOf } from '../../cli/text-width'

test.each([
  ['abc', 3],
  ['日本', 4],
  ['e\u0301', 1],
  ['👩‍💻', 2],
])('the width of %s is %i', (text, width) => expect(widthOf(text)).toBe(width))

test.each([
  ['abc', 5, 'abc  '],
  ['abcdef', 4, 'abc…'],
  ['日本語', 4, '日… '],
])('%s in %i columns', (text, width, shown) => expect(inWidth(text, width)).toBe(shown))

const columns = [{ name: 'id', whole: true }, { name: 'name' }, { name: 'message' }]
const rows = [['0123456789', 'a name of twenty cha', 'a message of thirty characters']]

test('a table that fits is shown whole', () => {
  expect(tableLines(columns, rows, Infinity)).toEqual([
    'id          name                  message',
    '0123456789  a name of twenty cha  a message of thirty characters',
  ])
})

test('the widest columns are cut, never one that is copied; what does not fit even so is left out', () => {
  expect(tableLines(columns, rows, 40)[1]).toBe('0123456789  a name of tw…  a message of…')
  expect(tableLines(columns, rows, 24)).toEqual(['id          name', '0123456789  a name of t…'])
  expect(tableLines(columns, rows, 5)).toEqual(['id', '0123456789'])
})

test('a long cell is cut before it is measured, never within a character', () => {
  const [, long] = tableLines([{ name: 'a', whole: true }], [['x'.repeat(498) + '👍'.repeat(50_000)]], Infinity)
  expect(long).toBe(`${'x'.repeat(498)}…`)
  const [, fits] = tableLines([{ name: 'a' }], [['x'.repeat(500)]], Infinity)
  expect(fits).toBe('x'.repeat(500))
})

test('a table may have more rows than a call has arguments', () => {
  const lines = tableLines(
    [{ name: 'a' }],
    Array.from({ length: 250_000 }, () => ['x']),
    Infinity,
  )
  expect(lines).toHaveLength(250_001)
})

test('CSV quotes what it must, and nothing in it is a formula or steers a terminal', () => {
  expect(
    csvRow(['a', 'b,c', 'd"e', '=f', '+1', '-1', '@x', '\tg', ' =h', 'i\u001b\nj', 'x;=k', 'x\t=l', 'm\u061c']),
  ).toBe(`a,"b,c","d""e",'=f,'+1,'-1,'@x,' g,' =h,i\ufffd j,"x;=k",x =l,m\ufffd`)
})
