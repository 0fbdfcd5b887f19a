import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { triggerPolicySync } from '../../examples/next-app/actions/trigger-policy-sync'
import { examples } from '../../src/http/examples'
import { startServer } from '../cli/server'
import { startUntrusted } from './untrusted'

let answer: (request: IncomingMessage, response: ServerResponse) => void
let server: Awaited<ReturnType<typeof startServer>>
const names = ['TENANTPILOT_URL', 'TENANTPILOT_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET']

beforeAll(async () => {
  server = await startServer((request, response) => answer(request, response))
})
afterAll(() => server.close())
beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
  answer = ({ url }, response) => {
    const isToken = url === '/home/oauth2/v2.0/token'
    response.end(JSON.stringify(isToken ? { access_token: 'mine', expires_in: 3600 } : examples.started))
  }
  Object.assign(process.env, {
    TENANTPILOT_URL: server.url,
    TENANTPILOT_CLIENT_ID: 'a0000000-0000-4000-8000-0000000000a1',
    AZURE_TENANT_ID: 'home',
    AZURE_CLIENT_ID: 'app',
    AZURE_CLIENT_SECRET: 'very secret',
    AZURE_AUTHORITY_HOST: server.url,
  })
})
afterEach(() => {
  jest.restoreAllMocks()
  for (const name of [...names, 'AZURE_AUTHORITY_HOST']) delete process.env[name]
})

test('a sync is started for the tenant, and its id given', async () => {
  expect(await triggerPolicySync('contoso')).toEqual({
    success: true,
    message: 'The run was queued.',
    jobId: examples.started.jobId,
  })
  expect(server.seen.at(-1)).toMatchObject({ request: 'POST /api/tenants/contoso/sync', authorization: 'Bearer mine' })
})

test('the documents show it as it is', () => {
  const root = join(__dirname, '../..')
  const code = readFileSync(join(root, 'examples/next-app/actions/trigger-policy-sync.ts'), 'utf8')
  const action = code.slice(code.indexOf('export async function'))
  expect(readFileSync(join(root, 'docs/integration.md'), 'utf8')).toContain(action)
})

test('a refusal is told in the words of the API', async () => {
  const problem = {
    type: '',
    title: '',
    status: 409,
    detail: 'The tenant is paused. Resume it first.',
    code: 'tenant.paused',
  }
  answer = (_, response) => void response.writeHead(409).end(JSON.stringify(problem))
  expect(await triggerPolicySync('contoso')).toEqual({ success: false, message: problem.detail })
})

test.each<[string, Record<string, string>, RegExp]>([
  ['the backend is away', { TENANTPILOT_URL: 'http://127.0.0.1:1' }, /cannot be reached/],
  ['its address is not set', { TENANTPILOT_URL: '' }, /could not be started/],
  ['its client id is not set', { TENANTPILOT_CLIENT_ID: '' }, /got no access/],
])('when %s the page gets a sentence', async (_, settings, says) => {
  Object.assign(process.env, settings)
  expect(await triggerPolicySync('contoso')).toEqual({ success: false, message: expect.stringMatching(says) })
})

test('the log says why the certificate of the backend is not trusted', async () => {
  const untrusted = await startUntrusted()
  process.env.TENANTPILOT_URL = untrusted.url
  await triggerPolicySync('contoso').finally(untrusted.close)
  expect(console.error).toHaveBeenCalledWith(
    'A sync could not be started.',
    expect.objectContaining({ message: 'The API cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT.' }),
  )
})

test.each([
  ['an answer that is no JSON', '<html>', 200],
  ['an error page', '<html>', 503],
])('%s is a sentence too', async (_, text, status) => {
  answer = (_request, response) => void response.writeHead(status).end(text)
  const result = await triggerPolicySync('contoso')
  expect(result).toEqual({ success: false, message: expect.not.stringContaining('html') })
})

test('what is no id at all is a sentence', async () => {
  expect(await triggerPolicySync(undefined as unknown as string)).toMatchObject({ success: false })
})

test('it waits for 10 seconds at most', async () => {
  const over = AbortSignal.abort(new DOMException('The time is over.', 'TimeoutError'))
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(over)
  expect(await triggerPolicySync('contoso')).toEqual({
    success: false,
    message: 'The sync service did not answer in time. Try again in a minute.',
  })
  expect(timeout).toHaveBeenCalledWith(10_000)
})
