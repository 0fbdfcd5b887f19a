import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import * as fc from 'fast-check'
import type { Authenticate } from '../../src/access/authenticate'
import { startTokenIssuer, type TokenIssuer } from '../support/token-issuer'
import { bearer, createCheck, refusal } from './support/requests'

let issuer: TokenIssuer
let authenticate: Authenticate

beforeAll(async () => {
  issuer = await startTokenIssuer()
  authenticate = createCheck(issuer)
})
afterAll(() => issuer.stop())

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const character = fc.constantFrom(...'ABCXYZabcxyz0189-_.= '.split(''))

test('a token that was changed anywhere is refused', async () => {
  const token = await issuer.serviceToken({ roles: ['Service', 'ActAs', 'Operations'] })
  await authenticate(bearer(token))
  const change = fc.record({
    at: fc.nat(token.length - 1),
    remove: fc.nat(3),
    insert: fc.array(character, { maxLength: 3 }).map((list) => list.join('')),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const changed = changes.reduce(
        (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
        token,
      )
      fc.pre(changed.trim() !== token)
      const { code } = await refusal(authenticate({ get: (n) => (n === 'Authorization' ? `Bearer ${changed}` : null) }))
      expect(['auth.token_invalid', 'auth.token_missing']).toContain(code)
    }),
    { numRuns: 500 },
  )
})

test('no claim and no header can be changed without the key', async () => {
  const [header, payload, signature] = (await issuer.token()).split('.')
  const parts = [header, payload].map((part) => JSON.parse(Buffer.from(part!, 'base64url').toString()) as object)
  const names = [...parts.flatMap((part) => Object.keys(part)), 'idtyp', 'roles', 'crit', 'b64', 'jwk', 'x5c']
  await fc.assert(
    fc.asyncProperty(fc.nat(1), fc.constantFrom(...names), fc.jsonValue(), async (which, name, value) => {
      const changed = parts.map((part, n) => encode(n === which ? { ...part, [name]: value } : part))
      fc.pre(changed.join() !== [header, payload].join())
      const { code } = await refusal(authenticate(bearer([...changed, signature].join('.'))))
      expect(code).toBe('auth.token_invalid')
    }),
    { numRuns: 500 },
  )
})

test('random claims with a good signature end in an answer, never in a bug', async () => {
  const names = ['aud', 'iss', 'ver', 'tid', 'oid', 'exp', 'nbf', 'iat', 'scp', 'idtyp', 'roles']
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, value) => {
      const token = await issuer.token({ [name]: value })
      const outcome = await authenticate(bearer(token)).then(
        () => 'accepted',
        ({ code }: { code: string }) => code,
      )
      expect(['accepted', 'auth.token_invalid', 'auth.not_permitted']).toContain(outcome)
    }),
    { numRuns: 200 },
  )
})

test('no error contains anything of the token', async () => {
  const secret = `planted${randomUUID().replaceAll('-', '')}`
  const everywhere = { sub: secret, name: secret, roles: [secret] }
  const signed = await Promise.all([
    ...['aud', 'iss', 'ver', 'tid', 'oid', 'exp', 'nbf', 'iat', 'idtyp', 'scp'].map((name) =>
      issuer.token({ ...everywhere, [name]: secret }),
    ),
    issuer.token({ ...everywhere, [secret]: secret, exp: 1 }),
    issuer.token({ ...everywhere, nbf: 9_999_999_999 }),
    issuer.token({ ...everywhere, aud: [secret] }),
    issuer.serviceToken(everywhere),
    ...['kid', 'typ'].map((name) => issuer.token(everywhere, { [name]: secret })),
    issuer.token(everywhere).then((token) => `${encode({ alg: secret, kid: secret })}.${token.split('.')[1]}.x`),
    issuer.token(everywhere).then((token) => `${token.slice(0, -8)}AAAAAAAA`),
  ])
  for (const token of [...signed, `${secret}.${secret}.${secret}`, secret]) {
    const shown = inspect(await refusal(authenticate(bearer(token, { 'X-Acting-User': secret }))), { depth: 10 })
    expect(shown).not.toContain(secret)
    expect(shown).not.toContain(token.slice(0, 20))
  }
})

test('a malformed X-Acting-User is not repeated', async () => {
  const token = await issuer.serviceToken({ roles: ['Service', 'ActAs'] })
  const error = await refusal(authenticate(bearer(token, { 'X-Acting-User': 'planted' })))
  expect(inspect(error, { depth: 10 })).not.toContain('planted')
})
