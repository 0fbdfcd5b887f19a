import { errorCodes } from '../../src/shared/error-codes'
import { AppError, withoutDetails, toSafeError } from '../../src/shared/errors'
import { sanitise } from '../../src/shared/sanitise'

test('an unknown error becomes internal.bug, without its own message', () => {
  const safe = toSafeError(new Error('Failed query: insert … params: hunter2'))
  expect(safe).toEqual({ code: 'internal.bug', category: 'bug', message: errorCodes['internal.bug'].message })
})

test('an AppError is found however deep it is wrapped', () => {
  const inner = new AppError('graph.throttled')
  expect(toSafeError(new Error('x', { cause: new Error('y', { cause: inner }) })).code).toBe('graph.throttled')
})

test('an error for the host has no cause and no secret', () => {
  const safe = withoutDetails(new Error('secret', { cause: new Error('deeper secret') }))
  expect(safe.cause).toBeUndefined()
  expect(`${safe.stack}${safe.message}`).not.toContain('secret')
})

test.each([
  ['Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.sig', 'eyJhbGci'],
  ['Endpoint=sb://x;SharedAccessKey=abc123=;Y', 'abc123'],
  ['postgres://user:hunter2@host/db', 'hunter2'],
  ['client_secret=hunter2&x=1', 'hunter2'],
])('the secret in %j is removed', (text, secret) => {
  expect(sanitise(text)).not.toContain(secret)
})

test('a message is shortened to one line of 500 characters', () => {
  expect(sanitise(`a\n  b${'x'.repeat(1000)}`)).toMatch(/^a bx+$/)
  expect(sanitise('x'.repeat(1000))).toHaveLength(500)
})
