import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import type { Authenticate } from '../../src/access/authenticate'
import { startTokenIssuer, type TokenIssuer } from '../support/token-issuer'
import { bearer, createCheck, checkWithClock, refusal } from './support/requests'

let issuer: TokenIssuer
let authenticate: Authenticate

beforeAll(async () => {
  issuer = await startTokenIssuer()
  authenticate = createCheck(issuer)
})
afterAll(() => issuer.stop())

const refused = async (token: string | Promise<string>) => refusal(authenticate(bearer(await token)))
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object

describe('the header Authorization', () => {
  test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dTpw', 'bearertoken', 'a.b.c'])(
    '%p is a missing token',
    async (value) => {
      const headers = new Headers(value === undefined ? {} : { Authorization: value })
      expect(await refusal(authenticate(headers))).toMatchObject({ code: 'auth.token_missing' })
    },
  )

  test.each(['x', 'a.b', 'a.b.c.d', 'a.b.c, Bearer a.b.c', 'a.b.c d', 'a.b.c=', 'ä.b.c'])(
    'Bearer %p is no token',
    async (value) => {
      const headers = { get: (name: string) => (name === 'Authorization' ? `Bearer ${value}` : null) }
      expect(await refusal(authenticate(headers))).toMatchObject({ code: 'auth.token_invalid' })
    },
  )

  test.each(['bearer', 'BEARER', 'Bearer  '])('the scheme %p is accepted', async (scheme) => {
    const headers = new Headers({ Authorization: `${scheme} ${await issuer.token()}` })
    expect(await authenticate(headers)).toMatchObject({ kind: 'person' })
  })

  test('two headers are refused', async () => {
    const headers = bearer(await issuer.token())
    headers.append('Authorization', `Bearer ${await issuer.token()}`)
    expect(await refusal(authenticate(headers))).toMatchObject({ code: 'auth.token_invalid' })
  })

  test('a token of more than 16 KiB is refused before it is read', async () => {
    const error = await refused(issuer.token({ padding: 'x'.repeat(16 * 1024) }))
    expect(error).toMatchObject({ code: 'auth.token_invalid', message: expect.stringContaining('longer than') })
  })
})

describe('algorithm and key', () => {
  test('none is refused', async () => {
    const [, claims] = (await issuer.token()).split('.')
    const header = { typ: 'JWT', alg: 'none', kid: issuer.key().jwk.kid }
    expect(await refused(`${part(header)}.${claims}.`)).toMatchObject({
      code: 'auth.token_invalid',
      message: expect.stringContaining('RS256'),
    })
  })

  test('HS256 with the public key as the secret is refused', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(issuer.key().publicKey))
    const forged = new SignJWT({ ...claimsOf(await issuer.token()) })
      .setProtectedHeader({ typ: 'JWT', alg: 'HS256', kid: issuer.key().jwk.kid! })
      .sign(secret)
    expect(await refused(forged)).toMatchObject({ message: expect.stringContaining('RS256') })
  })

  test.each(['RS512', 'PS256', 'rs256', 'ES256', ''])('%p is refused', async (alg) => {
    const [, claims, signature] = (await issuer.token()).split('.')
    const header = { typ: 'JWT', alg, kid: issuer.key().jwk.kid }
    expect(await refused(`${part(header)}.${claims}.${signature}`)).toMatchObject({ code: 'auth.token_invalid' })
  })

  test.each(['at+jwt', 'JWS', 'application/jwt', 7, null])('the type %p is refused', async (typ) => {
    expect(await refused(issuer.token({}, { typ }))).toMatchObject({ code: 'auth.token_invalid' })
  })

  test('a token without type is accepted', async () => {
    expect(await authenticate(bearer(await issuer.token({}, { typ: undefined })))).toMatchObject({ kind: 'person' })
  })

  test.each([undefined, '', 7])('the key id %p is refused', async (kid) => {
    const error = await refused(issuer.token({}, { kid }))
    expect(error).toMatchObject({
      code: 'auth.token_invalid',
      message: expect.stringContaining('does not name the key'),
    })
  })

  test.each(['unknown', '__proto__', 'constructor', '../../etc/passwd', "' or 1=1"])(
    'the key id %p is unknown',
    async (kid) => {
      const error = await refused(issuer.token({}, { kid }))
      expect(error).toMatchObject({ code: 'auth.token_invalid', message: expect.stringContaining('does not publish') })
    },
  )

  test('a key that the token brings along is not used', async () => {
    const own = await generateKeyPair('RS256', { extractable: true })
    const forged = new SignJWT({ ...claimsOf(await issuer.token()) })
      .setProtectedHeader({
        typ: 'JWT',
        alg: 'RS256',
        kid: issuer.key().jwk.kid!,
        jwk: await exportJWK(own.publicKey),
        jku: 'https://attacker.example.test/keys',
      })
      .sign(own.privateKey)
    expect(await refused(forged)).toMatchObject({ message: expect.stringContaining('signature') })
  })

  test('a header that must be understood is refused', async () => {
    const [, claims, signature] = (await issuer.token()).split('.')
    const header = { typ: 'JWT', alg: 'RS256', kid: issuer.key().jwk.kid, crit: ['x'], x: 1 }
    expect(await refused(`${part(header)}.${claims}.${signature}`)).toMatchObject({ code: 'auth.token_invalid' })
  })

  test('a changed payload is refused', async () => {
    const token = await issuer.token()
    const [header, , signature] = token.split('.')
    const payload = part({ ...claimsOf(token), oid: randomUUID() })
    expect(await refused(`${header}.${payload}.${signature}`)).toMatchObject({
      message: 'The access token is not valid: its signature is wrong.',
    })
  })

  test('spare bits of the signature must be zero', async () => {
    const token = await issuer.token()
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const other = alphabet[alphabet.indexOf(token.at(-1)!) + 1]
    expect(await refused(`${token.slice(0, -1)}${other}`)).toMatchObject({ code: 'auth.token_invalid' })
  })
})

describe('keys with an issuer', () => {
  const issuers = (template: string) => ({ ...issuer.key().jwk, issuer: template })
  const fresh = () => createCheck(issuer)
  afterEach(() => {
    issuer.published = [issuer.key().jwk]
  })

  test('a key of one tenant serves that tenant', async () => {
    issuer.published = [issuers(issuer.issuerOf(issuer.tid))]
    expect(await fresh()(bearer(await issuer.token()))).toMatchObject({ tid: issuer.tid })
  })

  test('it serves no other tenant', async () => {
    issuer.published = [issuers(issuer.issuerOf(randomUUID()))]
    const error = await refusal(fresh()(bearer(await issuer.token())))
    expect(error).toMatchObject({
      code: 'auth.token_invalid',
      message: expect.stringContaining('key of another issuer'),
    })
  })

  test('a key of the template serves all tenants', async () => {
    issuer.published = [issuers(issuer.template)]
    const tid = randomUUID()
    expect(await fresh()(bearer(await issuer.token({ tid })))).toMatchObject({ tid })
  })

  test('of two keys with one id, the one of the issuer is used', async () => {
    const foreign = await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey)
    issuer.published = [{ ...issuers(issuer.issuerOf(randomUUID())), ...foreign }, issuers(issuer.template)]
    expect(await fresh()(bearer(await issuer.token()))).toMatchObject({ kind: 'person' })
  })

  test('a key of less than 2048 bits is not used', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
    issuer.published = [issuer.key().jwk, { ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak', use: 'sig' }]
    const signed = `${part({ typ: 'JWT', alg: 'RS256', kid: 'weak' })}.${(await issuer.token()).split('.')[1]}`
    const signature = createSign('RSA-SHA256').update(signed).sign(weak.privateKey, 'base64url')
    const error = await refusal(fresh()(bearer(`${signed}.${signature}`)))
    expect(error).toMatchObject({ code: 'auth.token_invalid', message: expect.stringContaining('does not publish') })
  })

  test.each([
    ['use', { use: 'enc' }],
    ['algorithm', { alg: 'RS512' }],
    ['type', { kty: 'oct', k: 'c2VjcmV0' }],
  ])('a key of another %s is not used', async (_what, change) => {
    issuer.published = [
      { ...issuer.key().jwk, kid: 'spare' },
      { ...issuer.key().jwk, ...change },
    ]
    const error = await refusal(fresh()(bearer(await issuer.token())))
    expect(error).toMatchObject({ message: expect.stringContaining('does not publish') })
  })
})

describe('claims', () => {
  const guid = randomUUID()
  test.each<[string, Record<string, unknown>, string]>([
    ['aud of another API', { aud: guid }, 'another audience'],
    ['aud as URI', { aud: `api://${guid}` }, 'another audience'],
    ['no aud', { aud: undefined }, '"aud" is missing or malformed'],
    ['version 1', { ver: '1.0' }, 'requestedAccessTokenVersion'],
    ['no version', { ver: undefined }, 'version 2'],
    ['version as number', { ver: 2 }, 'version 2'],
    ['iss of another host', { iss: `https://login.example.test/${guid}/v2.0` }, 'another issuer'],
    ['no iss', { iss: undefined }, '"iss" is missing or malformed'],
    ['no tid', { tid: undefined, iss: 'x' }, '"tid" is missing or malformed'],
    ['a domain as tid', { tid: 'contoso.example.test' }, '"tid" is missing or malformed'],
    ['no oid', { oid: undefined }, '"oid" is missing or malformed'],
    ['an address as oid', { oid: 'a@example.test' }, '"oid" is missing or malformed'],
    ['no exp', { exp: undefined }, '"exp" is missing or malformed'],
    ['exp as text', { exp: '9999999999' }, '"exp" is missing or malformed'],
    ['nbf as text', { nbf: '0' }, '"nbf" is missing or malformed'],
    ['roles as text', { roles: 'Operations' }, '"roles" is missing or malformed'],
    ['scp as list', { scp: ['access_as_user'] }, '"scp" is missing or malformed'],
  ])('%s is refused', async (_what, changes, why) => {
    expect(await refused(issuer.token(changes))).toMatchObject({
      code: 'auth.token_invalid',
      message: expect.stringContaining(why),
    })
  })

  test('a list of audiences is refused, also when ours is in it', async () => {
    expect(await refused(issuer.token({ aud: [issuer.clientId] }))).toMatchObject({ code: 'auth.token_invalid' })
  })

  test("another tenant's issuer is refused", async () => {
    const error = await refused(issuer.token({ iss: issuer.issuerOf(randomUUID()) }))
    expect(error).toMatchObject({ message: 'The access token is not valid: it is from another issuer.' })
  })

  test('the template itself is no issuer', async () => {
    expect(await refused(issuer.token({ iss: issuer.template }))).toMatchObject({ code: 'auth.token_invalid' })
  })

  test('tid and oid are given in lower case', async () => {
    const [tid, oid] = [randomUUID(), randomUUID()]
    const token = await issuer.token({ tid: tid.toUpperCase(), oid: oid.toUpperCase() })
    expect(await authenticate(bearer(token))).toMatchObject({ tid, oid })
  })

  test("the setting's case does not matter", async () => {
    const shouting = createCheck({ ...issuer, clientId: issuer.clientId.toUpperCase() })
    expect(await shouting(bearer(await issuer.token()))).toMatchObject({ kind: 'person' })
  })
})

describe('times', () => {
  const at = async (change: (seconds: number) => Record<string, unknown>) => {
    const { authenticate, clock } = checkWithClock(issuer)
    return authenticate(bearer(await issuer.token(change(Math.floor(clock.now() / 1000)))))
  }

  test('60 seconds of tolerance', async () => {
    expect(await at((now) => ({ exp: now - 59 }))).toMatchObject({ kind: 'person' })
    expect(await at((now) => ({ nbf: now + 60 }))).toMatchObject({ kind: 'person' })
    expect(await at(() => ({ nbf: undefined, iat: undefined }))).toMatchObject({ kind: 'person' })
  })

  test.each([
    [60, '1 minute ago'],
    [12 * 60, '12 minutes ago'],
    [40 * 3600, 'more than a day ago'],
  ])('a token that expired %d seconds ago is refused', async (seconds, ago) => {
    expect(await refusal(at((now) => ({ exp: now - seconds })))).toMatchObject({
      code: 'auth.token_invalid',
      message: `The access token is not valid: it expired ${ago}.`,
    })
  })

  test('a token of the future is refused', async () => {
    expect(await refusal(at((now) => ({ nbf: now + 61 })))).toMatchObject({
      code: 'auth.token_invalid',
      message: expect.stringContaining('not valid yet'),
    })
  })
})
