import type { ServerResponse } from 'node:http'
import { startTokenIssuer, type TokenIssuer } from '../support/token-issuer'
import { until } from '../support/until'
import { bearer, checkWithClock, createCheck, refusal } from './support/requests'

const minute = 60_000
const hour = 60 * minute
const farAway = Math.floor(Date.now() / 1000) + 7 * 24 * 3600
const metadataPath = '/common/v2.0/.well-known/openid-configuration'
const keysPath = '/common/discovery/v2.0/keys'

let issuer: TokenIssuer
beforeAll(async () => {
  issuer = await startTokenIssuer()
})
afterEach(() => {
  issuer.intercept = undefined
  issuer.template = `${issuer.authorityHost}/{tenantid}/v2.0`
})
afterAll(() => issuer.stop())

/** A check with its own keys, a token that stays valid for a week, and the paths asked for since then. */
async function begin() {
  const from = issuer.requests.length
  const reasons: unknown[] = []
  const { authenticate, clock } = checkWithClock(issuer, (_event, { reason }) => reasons.push(reason))
  const token = await issuer.token({ exp: farAway })
  return {
    clock,
    reasons,
    token,
    check: (sent = token) => authenticate(bearer(sent)),
    paths: () => issuer.requests.slice(from),
  }
}

const breakDown = (answer: (response: ServerResponse) => unknown) => {
  issuer.intercept = (_request, response) => {
    answer(response)
    return true
  }
}
const fail = () => breakDown((response) => response.writeHead(500).end())

describe('reading', () => {
  test('nothing is asked before the first token', async () => {
    const { paths } = await begin()
    expect(paths()).toEqual([])
  })

  test('parallel first callers share one read', async () => {
    const { check, paths } = await begin()
    await Promise.all(Array.from({ length: 20 }, () => check()))
    expect(paths()).toEqual([metadataPath, keysPath])
  })

  test('keys are used for 10 minutes, then read again in the background', async () => {
    const { check, clock, paths } = await begin()
    await check()
    clock.advance(10 * minute - 1)
    await check()
    expect(paths()).toEqual([metadataPath, keysPath])
    clock.advance(1)
    await check()
    await until('the keys are read again', () => paths().length === 3)
    expect(paths().at(-1)).toBe(keysPath)
  })

  test('the metadata is read again after 24 hours', async () => {
    const { check, clock, paths } = await begin()
    await check()
    clock.advance(24 * hour)
    await check()
    expect(paths()).toEqual([metadataPath, keysPath, metadataPath, keysPath])
  })

  test('the issuer is what the metadata says, also on another host', async () => {
    issuer.template = 'https://login.other.example.test/{tenantid}/v2.0'
    const { check } = await begin()
    expect(await check()).toMatchObject({ tid: issuer.tid })
  })
})

describe('rotation', () => {
  test('a new key is found at once, the old one stays while it is published', async () => {
    const { check, clock, token } = await begin()
    await check()
    clock.advance(30_000)
    await issuer.rotate({ keepOld: true })
    expect(await check(await issuer.token())).toMatchObject({ kind: 'person' })
    expect(await check(token)).toMatchObject({ kind: 'person' })
  })

  test('unknown key ids cause one read in 30 seconds', async () => {
    const { check, clock, paths } = await begin()
    await check()
    clock.advance(30_000)
    const unknown = () => issuer.token({}, { kid: Math.random().toString() })
    for (let n = 0; n < 5; n++)
      expect(await refusal(check(await unknown()))).toMatchObject({ code: 'auth.token_invalid' })
    expect(paths()).toEqual([metadataPath, keysPath, keysPath])
    clock.advance(30_000)
    await refusal(check(await unknown()))
    expect(paths()).toHaveLength(4)
  })

  test('a withdrawn key stops to work with the next read', async () => {
    const { check, clock, token } = await begin()
    await check()
    await issuer.rotate()
    clock.advance(30_000)
    await check(await issuer.token())
    const error = await refusal(check(token))
    expect(error).toMatchObject({ code: 'auth.token_invalid', message: expect.stringContaining('does not publish') })
  })

  test('a key that was withdrawn during a pause is not used once more', async () => {
    const { check, clock, token } = await begin()
    await check()
    await issuer.rotate()
    clock.advance(hour)
    expect(await refusal(check(token))).toMatchObject({ code: 'auth.token_invalid' })
  })
})

describe('an authority that', () => {
  test.each<[string, (response: ServerResponse) => unknown, unknown]>([
    ['fails', (r) => r.writeHead(500).end('{}'), 'status 500 instead of 200'],
    ['sends no JSON', (r) => r.end('<html>'), 'an answer that is not JSON'],
    ['sends another JSON', (r) => r.end('{"keys":7}'), 'ZodError'],
    ['sends too much', (r) => r.end(`"${'x'.repeat(1024 * 1024)}"`), 'an answer of more than 1048576 bytes'],
    ['redirects', (r) => r.writeHead(302, { Location: `${issuer.authorityHost}/else` }).end(), 'TypeError'],
    ['hangs up', (r) => r.destroy(), expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/)],
  ])('%s has no keys', async (_what, answer, reason) => {
    breakDown(answer)
    const { check, paths, reasons } = await begin()
    expect(await refusal(check())).toMatchObject({ code: 'auth.keys_unavailable', category: 'retry_later' })
    expect(paths()).toEqual([metadataPath])
    expect(reasons).toEqual([reason])
  })

  test.each<[string, object]>([
    ['names no keys', { issuer: 'https://login.example.test/{tenantid}/v2.0' }],
    ['names one tenant only', { issuer: 'https://login.example.test/x/v2.0', jwks_uri: 'https://login.example.test/' }],
    ['has its keys elsewhere without TLS', { issuer: 'https://x/{tenantid}', jwks_uri: 'http://login.example.test/' }],
    ['has its keys in a file', { issuer: 'https://x/{tenantid}', jwks_uri: 'file:///etc/passwd' }],
  ])('%s is not believed', async (_what, document) => {
    breakDown((response) => response.end(JSON.stringify(document)))
    const { check, reasons } = await begin()
    expect(await refusal(check())).toMatchObject({ code: 'auth.keys_unavailable' })
    expect(reasons).toEqual(['ZodError'])
  })

  test('publishes no usable key has no keys', async () => {
    issuer.intercept = ({ url }, response) => url === keysPath && Boolean(response.end('{"keys":[{"kty":"EC"}]}'))
    const { check, reasons } = await begin()
    expect(await refusal(check())).toMatchObject({ code: 'auth.keys_unavailable' })
    expect(reasons).toEqual(['no usable key'])
  })

  test('is not there has no keys', async () => {
    const gone = await startTokenIssuer()
    const token = await gone.token()
    await gone.stop()
    const reasons: unknown[] = []
    const authenticate = createCheck(gone, { log: (_event, { reason }) => reasons.push(reason) })
    expect(await refusal(authenticate(bearer(token)))).toMatchObject({ code: 'auth.keys_unavailable' })
    expect(reasons).toEqual(['ECONNREFUSED'])
  })

  test('fails is asked again after 5 seconds, not for each request', async () => {
    fail()
    const { check, clock, paths } = await begin()
    for (let n = 0; n < 5; n++) expect(await refusal(check())).toMatchObject({ code: 'auth.keys_unavailable' })
    expect(paths()).toHaveLength(1)
    issuer.intercept = undefined
    clock.advance(5_000)
    expect(await check()).toMatchObject({ kind: 'person' })
  })

  test('is silent does not hold a request, and its late answer counts', async () => {
    const held: (() => void)[] = []
    issuer.intercept = (_request, response) => {
      if (held.length > 0) return false
      held.push(() =>
        response.end(JSON.stringify({ issuer: issuer.template, jwks_uri: issuer.authorityHost + keysPath })),
      )
      return true
    }
    const { check, clock } = await begin()
    expect(await refusal(check())).toMatchObject({ code: 'auth.keys_unavailable' })
    held[0]!()
    await until('the keys are there', async () => {
      clock.advance(5_000)
      return check().then(
        () => true,
        () => false,
      )
    })
  })

  test('stays silent is given up', async () => {
    breakDown(() => {})
    const { check, reasons } = await begin()
    expect(await refusal(check())).toMatchObject({ code: 'auth.keys_unavailable' })
    await until('the read is given up', () => reasons.length === 1)
    expect(reasons).toEqual(['TimeoutError'])
  })

  test('fails for hours leaves the known keys in use, up to 24 hours', async () => {
    const { check, clock, token } = await begin()
    await check()
    fail()
    for (let hours = 1; hours < 24; hours++) {
      clock.advance(hour)
      expect(await check()).toMatchObject({ kind: 'person' })
    }
    const unknown = await issuer.token({ exp: farAway }, { kid: 'new' })
    expect(await refusal(check(unknown))).toMatchObject({ code: 'auth.keys_unavailable' })
    clock.advance(hour)
    expect(await refusal(check(token))).toMatchObject({ code: 'auth.keys_unavailable' })
  })

  test('loses only its metadata leaves the known one in use', async () => {
    const { check, clock, paths } = await begin()
    await check()
    issuer.intercept = ({ url }, response) => url === metadataPath && Boolean(response.writeHead(500).end())
    clock.advance(25 * hour)
    expect(await check()).toMatchObject({ kind: 'person' })
    expect(paths()).toEqual([metadataPath, keysPath, metadataPath, keysPath])
  })
})
