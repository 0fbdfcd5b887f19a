import { toEntraTenantId } from '../../../src/shared/ids'
import { expectManyListeners } from '../../../src/graph/transport/abort'
import { createTokens } from '../../../src/graph/auth/tokens'
import { credentialsOf, failure, numberedTokens, TENANT } from '../support/open'
import { fakeEntra, issued, refused, type TokenReply } from '../support/entra'
import { skippingClock } from '../support/clock'

const scope = 'https://graph.example.test/.default'
const { signal } = new AbortController()
expectManyListeners(signal)

function tokensFrom(answer: Parameters<typeof fakeEntra>[0]) {
  const fake = fakeEntra(answer)
  const clock = skippingClock(Date.now())
  const tokensOf = createTokens({ credentialFor: credentialsOf({}, fake), scope, clock })
  return { ...fake, clock, tokensOf, source: tokensOf(TENANT) }
}

test('a client secret gets a token of the tenant from the configured authority', async () => {
  const { source, tokenRequests, hosts } = tokensFrom(() => issued('token-a'))

  expect(await source.get(signal)).toBe('token-a')
  expect(Object.fromEntries(tokenRequests[0] ?? [])).toMatchObject({
    client_id: 'app',
    client_secret: 'secret',
    grant_type: 'client_credentials',
    scope,
  })
  expect([...hosts]).toEqual(['https://login.example.test'])
})

test('concurrent callers share one token request, and the token is cached', async () => {
  const { tokensOf, tokenRequests } = tokensFrom((_, index) => issued(`token-${index}`))

  const sources = Array.from({ length: 20 }, () => tokensOf(TENANT))
  const tokens = await Promise.all(sources.map((source) => source.get(signal)))
  tokens.push(await tokensOf(toEntraTenantId(TENANT.toUpperCase())).get(signal))

  expect(new Set(tokens)).toEqual(new Set(['token-0']))
  expect(tokenRequests).toHaveLength(1)
})

test('each tenant has its own token', async () => {
  const { tokensOf, tokenRequests } = tokensFrom((_, index) => issued(`token-${index}`))

  expect(await tokensOf(TENANT).get(signal)).toBe('token-0')
  expect(await tokensOf(toEntraTenantId('other.example.test')).get(signal)).toBe('token-1')
  expect(tokenRequests).toHaveLength(2)
})

test('a wrong secret causes one token request, and Entra’s text is not in the message', async () => {
  const { source, tokenRequests } = tokensFrom(() => refused(401, 'invalid_client', 7000215))

  const error = await failure(source.get(signal))

  expect(error).toMatchObject({ code: 'graph.auth.invalid_client', category: 'needs_administrator' })
  expect(error.message).toContain('AADSTS7000215')
  expect(error.message).not.toContain('private-detail')
  expect(tokenRequests).toHaveLength(1)
})

test('a refusal is not cached: the next call asks Entra again', async () => {
  const refusal = refused(401, 'invalid_client', 7000222)
  const { source } = tokensFrom((_, index) => (index === 0 ? refusal : issued('token-b')))

  await failure(source.get(signal))

  expect(await source.get(signal)).toBe('token-b')
})

test('when Entra throttles, no request is sent before its Retry-After', async () => {
  const refusal = refused(429, 'temporarily_unavailable', 90055, { 'Retry-After': '60' })
  const { source, tokenRequests, clock } = tokensFrom((_, index) => (index === 0 ? refusal : issued('token-c')))

  const error = await failure(source.get(signal))
  expect(error).toMatchObject({ code: 'graph.auth.unavailable', retryAfterMs: 60_000, category: 'retry_later' })
  expect(await failure(source.get(signal))).toBe(error)
  expect(tokenRequests).toHaveLength(1)

  await clock.sleep(60_001)
  expect(await source.get(signal)).toBe('token-c')
})

test.each(['two\nlines', 'ключ'])('a token %j that no header can carry is transient, and not kept', async (token) => {
  const { source } = tokensFrom((_, index) => issued(index === 0 ? token : 'token-d'))
  expect(await failure(source.get(signal))).toMatchObject({ category: 'retry_later' })
  expect(await source.get(signal)).toBe('token-d')
})

test('an unreachable or failing Entra is transient', async () => {
  const away = tokensFrom(() => new Error('connect ECONNREFUSED'))
  expect(await failure(away.source.get(signal))).toMatchObject({ code: 'graph.auth.unavailable' })

  const failing = tokensFrom(() => ({ status: 503, json: {} }))
  expect(await failure(failing.source.get(signal))).toMatchObject({ code: 'graph.auth.unavailable' })
  expect(failing.tokenRequests).toHaveLength(1)
})

test('a token that Graph refused is replaced once for all callers', async () => {
  const { source, tokenRequests } = tokensFrom((_, index) => issued(`token-${index}`))
  const old = await source.get(signal)

  const fresh = await Promise.all(
    [1, 2, 3].map(async () => {
      source.refuse(old)
      return source.get(signal)
    }),
  )
  source.refuse(old) // a late refusal of the old token keeps the new one

  expect(fresh).toEqual(['token-1', 'token-1', 'token-1'])
  expect(await source.get(signal)).toBe('token-1')
  expect(tokenRequests).toHaveLength(2)
})

test('point 13: a token request that began too early is not used by a caller that wants a newer token', async () => {
  const answers: ((reply: TokenReply) => void)[] = []
  const { source, tokenRequests } = tokensFrom(() => new Promise<TokenReply>((resolve) => answers.push(resolve)))
  const early = source.get(signal)
  while (tokenRequests.length < 1) await new Promise((r) => setImmediate(r))
  const late = source.get(signal, Number.MAX_SAFE_INTEGER)
  while (tokenRequests.length < 2) await new Promise((r) => setImmediate(r))

  answers[1]!(issued('token-new'))
  expect(await late).toBe('token-new')
  answers[0]!(issued('token-old'))
  expect(await early).toBe('token-old')
  expect(await source.get(signal)).toBe('token-new')
})

test('a token is used until five minutes before it expires', async () => {
  const clock = skippingClock()
  const tokens = numberedTokens(clock)
  const source = createTokens({ credentialFor: tokens.credentialFor, scope, clock })(TENANT)

  await source.get(signal)
  await clock.sleep(54 * 60_000)
  expect(await source.get(signal)).toBe('token-1')
  await clock.sleep(2 * 60_000)
  expect(await source.get(signal)).toBe('token-2')
})

test('a caller that stops waiting does not stop the token request of the others', async () => {
  let answer: (reply: TokenReply) => void = () => {}
  const { source, tokenRequests } = tokensFrom(() => new Promise<TokenReply>((resolve) => (answer = resolve)))
  const stop = new AbortController()
  const stopped = source.get(stop.signal)
  const waiting = source.get(signal)
  while (tokenRequests.length === 0) await new Promise((r) => setImmediate(r))

  stop.abort(new Error('stopped'))
  await expect(stopped).rejects.toThrow('stopped')
  answer(issued('token-d'))
  expect(await waiting).toBe('token-d')
})

test('an unreadable certificate is an error for an administrator', async () => {
  const credential = credentialsOf({ clientSecret: undefined, certificatePath: 'no/such/file.pem' })
  expect(await failure(credential(TENANT).getToken(scope))).toMatchObject({ code: 'graph.auth.invalid_client' })
})

test('an impossible tenant id is reported as an unknown tenant', async () => {
  const { tokensOf } = tokensFrom(() => issued('token'))
  expect(await failure(tokensOf(toEntraTenantId('not/a tenant')).get(signal))).toMatchObject({
    code: 'graph.auth.tenant_not_found',
  })
})
