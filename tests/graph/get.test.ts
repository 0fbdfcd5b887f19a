import { failure, open, policies, sessionOptions } from './support/open'
import { inTurn } from './support/server'

test('reads one object with the exact URL and the token of the tenant', async () => {
  await using rig = await open(inTurn({ json: { id: 'a' } }))

  const body = await rig.graph.get({ ...policies, query: { $top: '100', $filter: "name eq 'a b'" } })

  expect(body).toEqual({ id: 'a' })
  const [request] = rig.server.received
  expect(request?.url).toBe(`/beta/${policies.path}?$top=100&$filter=name%20eq%20%27a%20b%27`)
  expect(request?.headers.authorization).toBe('Bearer token-1')
  expect(rig.graph.metrics).toEqual({ requests: 1, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 })
})

test('one token serves all requests of a tenant', async () => {
  await using rig = await open(inTurn({ json: {} }))

  await Promise.all(Array.from({ length: 10 }, () => rig.graph.get(policies)))

  expect(rig.tokens.asked()).toBe(1)
})

test('a 401 is retried once with a new token; a second 401 is final', async () => {
  await using accepted = await open(inTurn({ status: 401 }, { json: { id: 'a' } }))
  expect(await accepted.graph.get(policies)).toEqual({ id: 'a' })
  expect(accepted.server.received.map((r) => r.headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2'])

  const code = 'InvalidAuthenticationToken'
  await using refused = await open(inTurn({ status: 401, json: { error: { code } } }))
  expect(await failure(refused.graph.get(policies))).toMatchObject({ code: 'graph.auth.failed' })
  expect(refused.server.received).toHaveLength(2)
})

const nested = JSON.stringify({ ErrorCode: 'Forbidden', Message: 'private-detail' })

test.each([{ error: { code: 'UnknownError', message: nested } }, { error: { code: 'Forbidden' } }, '<html>', {}])(
  'point 13: a 401 for one collection with a good token (%j) is that collection’s error, after one new token in all',
  async (json) => {
    await using rig = await open(({ url }) => (url.includes('intents') ? { status: 401, json } : { json: {} }))
    const intents = { version: 'beta', path: 'deviceManagement/intents' } as const

    for (let i = 0; i < 3; i++) {
      const error = await failure(rig.graph.get(intents))
      expect(error).toMatchObject({ code: 'graph.refused', category: 'needs_administrator' })
      expect(error.message).not.toContain('private-detail')
    }
    expect(await rig.graph.get(policies)).toEqual({})
    expect(rig.tokens.asked()).toBe(2)
  },
)

test('point 13: a session uses no token older than its tokensNotBefore', async () => {
  await using rig = await open(inTurn({ json: {} }))
  const sessionNotBefore = (tokensNotBefore: number) => rig.client.open(sessionOptions({ tokensNotBefore }))
  await rig.graph.get(policies)
  await rig.clock.sleep(1_000)

  await sessionNotBefore(rig.clock.now() - 1_000).get(policies)
  expect(rig.tokens.asked()).toBe(1)
  const late = sessionNotBefore(rig.clock.now())
  await Promise.all([late.get(policies), late.get(policies), rig.graph.get(policies)])
  expect(rig.tokens.asked()).toBe(2)
})

test('requests for definitions are counted separately', async () => {
  await using rig = await open(inTurn({ json: {} }))

  await rig.graph.forDefinitions().get(policies)
  await rig.graph.get(policies)

  expect(rig.graph.metrics).toMatchObject({ requests: 1, definitionRequests: 1 })
})

test('definitions are read in English, because all tenants share them; policies are read without a language', async () => {
  await using rig = await open(({ url }) => ({
    json: url.endsWith('$batch') ? { responses: [{ id: '0', status: 200, body: {} }] } : {},
  }))
  const definitions = rig.graph.forDefinitions()

  await definitions.get(policies)
  await definitions.batch([policies])
  await rig.graph.get(policies)

  const [single, batch, other] = rig.server.received
  expect(single?.headers['accept-language']).toBe('en-US')
  expect(batch?.body).toMatchObject({ requests: [{ headers: { 'Accept-Language': 'en-US' } }] })
  expect(other?.headers['accept-language']).not.toBe('en-US')
})

test('a request whose path would change the address is not sent', async () => {
  await using rig = await open(inTurn({ json: {} }))

  for (const path of ['a/../../me', 'a?b', 'https://evil.example', '/a', 'a#b', '..'])
    expect(await failure(rig.graph.get({ version: 'beta', path }))).toMatchObject({ code: 'graph.bad_request' })
  expect(rig.server.received).toHaveLength(0)
})

test('a redirect is not followed, so its target never sees the token', async () => {
  await using elsewhere = await open(inTurn({ json: {} }))
  await using rig = await open(inTurn({ status: 302, headers: { Location: `${elsewhere.server.url}/x` } }))

  expect(await failure(rig.graph.get(policies))).toMatchObject({ code: 'graph.foreign_link' })
  expect(elsewhere.server.received).toHaveLength(0)
})
