import * as fc from 'fast-check'
import { AppError, toSafeError } from '../../src/shared/errors'
import { hideCredentials, sanitise } from '../../src/shared/sanitise'
import { createTestDatabase } from '../support/database'
import { growth } from '../support/growth'

/** Texts that make a backtracking expression start again at every place. */
const pieces = [
  'a',
  'a1_',
  'x://',
  'a://b:',
  '://a:',
  'password=',
  'password\\"',
  "pwd: '",
  'Authorization: Bearer ',
  'Bearer',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN ',
  '-----END ',
  'eyJ',
  'eyJ-',
  '.eyJ',
  'sig',
  '@',
  ' ',
  '\n',
  '"',
  '=',
]

test.each(pieces)('24: the cost of scrubbing %j again and again is linear in its length', (piece) => {
  expect(growth(hideCredentials, (length) => piece.repeat(length / piece.length))).toBeLessThan(4)
})

test('24: scrubbing any repeated text costs no more than linear work', () => {
  const repeated = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(repeated, (unit) => {
      expect(growth(hideCredentials, (length) => unit.repeat(length / unit.length))).toBeLessThan(4)
    }),
    { numRuns: 15, seed: Number(process.env.TEST_SEED) },
  )
})

test.each([
  ['password=', 'hunter2', 'password=[hidden]'],
  ['"client_secret="', 'hunter2', '"client_secret=[hidden]'],
  ['postgres://user:', 'hunter2', 'postgres://user:[hidden]'],
  ['PGPASSWORD=', 'hunter2', 'PGPASSWORD=[hidden]'],
  ['{"password": "', 'hunter 2, \\"3', '{"password": [hidden]'],
  ['Authorization: Bearer ', 'abc', 'Authorization: Bearer [hidden]'],
  ['-----BEGIN RSA PRIVATE KEY-----', '\nMIIE\n-----END RSA', '[private key]'],
  ['Bearer ', 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl', 'Bearer [token]'],
])('24: the secret after %j is hidden wherever the text is cut', (before, secret, shown) => {
  for (let length = 3; length <= secret.length; length++) {
    const space = ' '.repeat(8 * 1024 - before.length - length)
    expect(sanitise(space + before + secret)).toBe(` ${shown}`)
  }
})

test.each([
  ['postgres://user:hunter2@host:5432/db?password=hunter2', 'postgres://user:[hidden]@host:5432/db?password=[hidden]'],
  ['GET https://graph.microsoft.com:443/beta failed', 'GET https://graph.microsoft.com:443/beta failed'],
  ['see https://aka.ms/a and mail a@b.c: late', 'see https://aka.ms/a and mail a@b.c: late'],
  ['postgres://user:p@ss:w/rd@host/db', 'postgres://user:[hidden]@host/db'],
  ['Authorization: Bearer abc', 'Authorization: Bearer [hidden]'],
  ['a Bearer 0.AXoAabcdefghijkl. x', 'a Bearer [token] x'],
  ['a Bearer token is missing', 'a Bearer token is missing'],
  ['{"password":"x","a":1}', '{"password":[hidden]","a":1}'],
  ['{"client_secret": "x y"}', '{"client_secret": [hidden]"}'],
  [String.raw`"{\"clientSecret\":\"x\"}"`, String.raw`"{\"clientSecret\":[hidden]"`],
  ["{ password: 'x' }", "{ password: [hidden]' }"],
  ['password: x', 'password: [hidden]'],
  ['PGPASSWORD=x psql', 'PGPASSWORD=[hidden] psql'],
  ['AccountName=a;AccountKey=a+/b==;EndpointSuffix=c', 'AccountName=a;AccountKey=[hidden];EndpointSuffix=c'],
  [
    'access_token=x&refresh_token=0.Ab_c-d&id_token=y',
    'access_token=[hidden]&refresh_token=[hidden]&id_token=[hidden]',
  ],
  ['X-IDENTITY-HEADER: x', 'X-IDENTITY-HEADER: [hidden]'],
  ['IDENTITY_HEADER=x', 'IDENTITY_HEADER=[hidden]'],
  ['a -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- b', 'a [private key] b'],
  [
    'DATABASE_URL: has no password, and nothing gives tokens',
    'DATABASE_URL: has no password, and nothing gives tokens',
  ],
  ['code=0 sig="abc" x', 'code=[hidden] sig=[hidden]" x'],
])('24: in %j only credentials are hidden', (text, shown) => {
  expect(sanitise(text)).toBe(shown)
})

test('24: what follows the first 8 KiB of an error text is not read', () => {
  expect(sanitise(`a${' '.repeat(8 * 1024)}b`)).toBe('a ')
})

test('24: a text that is cut inside a character, or holds U+0000, can be stored', async () => {
  const database = await createTestDatabase()
  const { message } = toSafeError(new AppError('graph.bad_request', { message: `\0${'x'.repeat(498)}😀` }))
  const [row] = await database.sql`select (${JSON.stringify({ message })}::text::jsonb) ->> 'message' as message`
  expect(row!.message).toBe(`\ufffd${'x'.repeat(498)}\ufffd`)
  await database.close()
})
