import { generate } from 'selfsigned'
import { startIdentityStack } from '../support/identity-stack'
import { until, untilPassed } from '../support/until'

jest.setTimeout(180_000)

type Stack = Awaited<ReturnType<typeof startIdentityStack>>

let stack: Stack
afterEach(() => stack.stop())

const azure = (method: string, path: string, body: unknown) => stack.control(method, `azure/${path}`, body)
const simulator = { demo: true, policies: 5 }

/** What must stand in no line that a part prints: the beginning of a token, and what was planted. */
function secretsIn(lines: readonly string[], planted: readonly string[]): string[] {
  const token = Buffer.from('{"typ":"JWT"').toString('base64url').slice(0, -1)
  return lines.filter((line) => [token, ...planted].some((secret) => line.includes(secret)))
}

test('the app runs by its identity alone; tokens that end in between are renewed', async () => {
  stack = await startIdentityStack({ simulator, identity: { seconds: 6 } })
  await stack.control('PATCH', 'behaviour', { tokenSeconds: 60 }) // each sync gets a new token of Graph
  expect(await stack.sync()).toMatchObject({ status: 'succeeded', counts: { failed: 0 } })
  const login =
    await stack.sql`select distinct usename as name from pg_stat_activity where application_name like 'tenantpilot-functions%'`
  expect(login).toEqual([{ name: 'tenantpilot-local' }])
  const before = (await azure('PATCH', 'identity', {})).issued
  await untilPassed('two lives of a token are over', 12_000)
  await stack.endSessions()
  expect(await stack.sync()).toMatchObject({ status: 'succeeded', attempt: 1 })
  await until('each resource has had a new token', async () => {
    const { issued } = await azure('PATCH', 'identity', {})
    return Object.keys(before).every((resource) => issued[resource] > before[resource])
  })
  expect(secretsIn(stack.lines, [])).toEqual([])
  expect(stack.lines.filter((line) => /DEP\d{4}|Warning/.test(line))).toEqual([])
})

test.each([
  ['refuses', { status: 500 }],
  ['does not answer', { delayMs: 20_000 }],
])(
  'while the identity endpoint %s, requests are 503; after it all works again, and no run has failed',
  async (_, trouble) => {
    stack = await startIdentityStack({ simulator, identity: { seconds: 3 } })
    expect(await stack.sync()).toMatchObject({ status: 'succeeded' })
    await azure('PATCH', 'identity', trouble)
    await untilPassed('the last token has ended', 3_000)
    await stack.endSessions()
    expect(await stack.call('GET', 'runs')).toMatchObject({ status: 503, body: { code: 'db.unavailable' } })
    await azure('PATCH', 'identity', { status: 0, delayMs: 0 })
    await until('requests are answered again', async () => (await stack.call('GET', 'runs')).status === 200)
    expect(await stack.sync()).toMatchObject({ status: 'succeeded' })
    const failed = await stack.sql`select 1 from runs where status = 'failed'`
    expect(failed).toHaveLength(0)
    expect(secretsIn(stack.lines, [])).toEqual([])
  },
)

test('certificate and secret are rotated while the app runs, and stand in no line', async () => {
  const newCertificate = async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'reader' }])
    return { cert, key, secret: { value: `${key}\n${cert}`, contentType: 'application/x-pem-file' } }
  }
  stack = await startIdentityStack({ simulator })
  const [first, second] = [await newCertificate(), await newCertificate()]
  const planted = [first, second].map(({ key }) => key.split('\n')[1]!)

  // every sync gets a new token: it lives shorter than what a request may wait
  await stack.control('PATCH', 'behaviour', { tokenSeconds: 60 })
  await azure('PATCH', 'credentials', { federated: false, certificate: first.cert })
  await azure('PUT', 'secrets/reader-certificate', first.secret)
  expect(await stack.sync()).toMatchObject({ status: 'succeeded' })

  await untilPassed('the vault may be read again', 5_000)
  await azure('PATCH', 'credentials', { certificate: second.cert })
  await azure('PUT', 'secrets/reader-certificate', second.secret)
  expect(await stack.sync()).toMatchObject({ status: 'succeeded' })

  // without the certificate, the secret is next
  await azure('PATCH', 'credentials', { certificate: null, clientSecret: 'hush-one' })
  await azure('PUT', 'secrets/reader-secret', { value: 'hush-one' })
  expect(await stack.sync()).toMatchObject({ status: 'succeeded' })
  await untilPassed('the vault may be read again', 5_000)
  await azure('PATCH', 'credentials', { clientSecret: 'hush-two' })
  expect(await stack.sync()).toMatchObject({ status: 'failed', error: { code: 'graph.auth.invalid_client' } })
  await untilPassed('the vault may be read again', 5_000)
  await azure('PUT', 'secrets/reader-secret', { value: 'hush-two' })
  expect(await stack.sync()).toMatchObject({ status: 'succeeded' })
  expect(secretsIn(stack.lines, ['hush-', ...planted])).toEqual([])
})
