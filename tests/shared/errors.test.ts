import { errorCodes } from '../../src/shared/error-codes'
import { AppError, sanitise, withoutDetails, toSafeError } from '../../src/shared/errors'

test('what is not ours says nothing of what it said', () => {
  const safe = toSafeError(new Error('Failed query: insert … params: hunter2'))
  expect(safe).toEqual({ code: 'internal.bug', category: 'bug', message: errorCodes['internal.bug'].message })
})

test('an error of ours is found however deep it is wrapped', () => {
  const inner = new AppError('graph.throttled')
  expect(toSafeError(new Error('x', { cause: new Error('y', { cause: inner }) })).code).toBe('graph.throttled')
})

test('what is thrown out of the process has no cause', () => {
  const left = withoutDetails(new Error('secret', { cause: new Error('deeper secret') }))
  expect(left.cause).toBeUndefined()
  expect(`${left.stack}${left.message}`).not.toContain('secret')
})

test.each([
  ['Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.sig', 'eyJhbGci'],
  ['Endpoint=sb://x;SharedAccessKey=abc123=;Y', 'abc123'],
  ['postgres://user:hunter2@host/db', 'hunter2'],
  ['client_secret=hunter2&x=1', 'hunter2'],
])('%j loses its secret', (text, secret) => {
  expect(sanitise(text)).not.toContain(secret)
})

test('a message is one short line', () => {
  expect(sanitise(`a\n  b${'x'.repeat(1000)}`)).toMatch(/^a bx+$/)
  expect(sanitise('x'.repeat(1000))).toHaveLength(500)
})
