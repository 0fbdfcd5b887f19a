import * as z from 'zod'
import { readCursor, writeCursor } from '../../src/http/cursor'

const read = (text: string | undefined, list: unknown) => readCursor(z.int(), list, text)

test('a cursor gives back where the next page begins, and there is none after the last', () => {
  expect(read(writeCursor(['runs', 't', { status: ['failed'] }], 7)!, ['runs', 't', { status: ['failed'] }])).toBe(7)
  expect(writeCursor(['runs'], null)).toBeNull()
  expect(read(undefined, ['runs'])).toBeUndefined()
})

test('a cursor of another place or query is refused', () => {
  const cursor = writeCursor(['runs', 'a', {}], 7)!
  for (const list of [
    ['runs', 'b', {}],
    ['items', 'a', {}],
    ['runs', 'a', { active: true }],
  ])
    expect(() => read(cursor, list)).toThrow('it belongs to another query')
})

test.each(['', 'garbage', Buffer.from('{"at":"x","of":"y"}').toString('base64url')])('%j is no cursor', (text) => {
  expect(() => read(text, [])).toThrow('must be the nextCursor of an answer')
})
