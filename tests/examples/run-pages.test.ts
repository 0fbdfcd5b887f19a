import type { IncomingMessage, ServerResponse } from 'node:http'
import { ask } from '../../examples/next-app/lib/polling/ask'
import { runsAddress } from '../../examples/next-app/lib/runs/addresses'
import { joinEtags, splitEtag } from '../../examples/next-app/lib/runs/joint-etag'
import { readActiveRuns } from '../../examples/next-app/lib/runs/read-active-runs'
import { readFilters } from '../../examples/next-app/lib/runs/read-filters'
import {
  canRerun,
  countWords,
  presentError,
  statusWord,
  waitingWords,
  whatToDo,
} from '../../examples/next-app/lib/runs/words'
import { answerBrowser } from '../../examples/next-app/lib/tenantpilot/answer-browser'
import { ApiError, UnreachableError } from '../../examples/next-app/lib/tenantpilot/api-error'
import { createClient } from '../../examples/next-app/lib/tenantpilot/client'
import { examples } from '../../src/http/examples'
import { errorCodes } from '../../src/shared/error-codes'
import { startServer } from '../cli/server'

let answer: (request: IncomingMessage, response: ServerResponse) => void
let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer((request, response) => answer(request, response))
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
  jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => jest.restoreAllMocks())

/** Serves two workspaces, whose lists of active runs have these ETags. */
function serveWorkspaces(etags: Record<string, string>) {
  answer = ({ url, headers }, response) => {
    const workspace = /workspaces\/(\w+)\/runs/.exec(url!)?.[1]
    if (!workspace)
      return void response.end(
        JSON.stringify({ items: Object.keys(etags).map((workspaceId) => ({ workspaceId, name: 'W' })) }),
      )
    const etag = etags[workspace]!
    if (headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
    const run = { ...examples.listedRun, runId: workspace }
    response.writeHead(200, { etag }).end(JSON.stringify({ items: [run], nextCursor: null }))
  }
}
const client = () => createClient({ baseUrl: server.url, getToken: () => Promise.resolve('mine') })

test('active runs of all workspaces have one ETag, and are read whole when one of them has news', async () => {
  const etags = { a: '"1"', b: '"2"' }
  serveWorkspaces(etags)
  const first = await readActiveRuns(client())
  expect(first.answer!.runs.map(({ runId }) => runId)).toEqual(['a', 'b'])
  expect(await readActiveRuns(client(), first.etag)).toMatchObject({ status: 304, etag: first.etag, answer: null })
  etags.b = '"3"'
  const next = await readActiveRuns(client(), first.etag)
  expect(next.answer!.runs).toHaveLength(2)
  expect(next.etag).not.toBe(first.etag)
  // a workspace that was left is news too
  serveWorkspaces({ a: '"1"' })
  expect((await readActiveRuns(client(), next.etag)).answer!.runs).toHaveLength(1)
})

test.each([null, '', '"x"', '"!"', '"bnVsbA"', '"W1sxLDJdXQ"', joinEtags([['a', 'a\nb']])])(
  'the ETag %j, which is none of ours, is ignored',
  (etag) => expect(splitEtag(etag).size).toBe(0),
)

test('the browser is answered with the status, the words and the patience of the API', async () => {
  const problem = { type: '', title: '', status: 429, detail: 'Too many.', code: 'request.too_many' as const }
  const refused = await answerBrowser('x', () => Promise.reject(new ApiError(429, problem, 1_500)))
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
    429,
    '2',
    { message: 'Too many.' },
  ])
  const away = await answerBrowser('x', () => Promise.reject(new UnreachableError(new Error('secret address'))))
  expect([away.status, await away.json()]).toEqual([503, { message: expect.stringContaining('cannot be reached') }])
  const bug = await answerBrowser('x', () => Promise.reject(new Error('secret')))
  expect(await bug.text()).not.toContain('secret')
})

test.each([
  [429, 'away'],
  [503, 'away'],
  [403, 'refused'],
  [404, 'refused'],
])('to the browser the status %d means %s', async (status, kind) => {
  answer = (_, response) => void response.writeHead(status, { 'retry-after': '7' }).end('{"message":"Words."}')
  const heard = await ask(server.url)
  expect(heard).toMatchObject({ kind, message: 'Words.', ...(kind === 'away' && { retryAfterMs: 7_000 }) })
})

test.each([
  ['nothing', () => Promise.resolve('http://127.0.0.1:1')],
  ['what is no JSON', () => ((answer = (_, response) => void response.end('<html>')), Promise.resolve(server.url))],
])('%s is no answer', async (_, url) => {
  expect(await ask(await url())).toMatchObject({ kind: 'away' })
})

test('filters of an address are states that exist', () => {
  expect(readFilters({ status: ['failed', 'nonsense', 'queued'], cursor: 'c' })).toEqual({
    status: 'queued,failed',
    cursor: 'c',
  })
  expect(readFilters({ status: 'failed,partial', cursor: ['a', 'b'] })).toEqual({ status: 'partial,failed' })
  expect(readFilters({})).toEqual({})
  expect(runsAddress('a b', { status: 'failed', cursor: 'c' })).toBe('/tenants/a%20b/runs?status=failed&cursor=c')
  expect(runsAddress('contoso')).toBe('/tenants/contoso/runs')
})

test('what a run waits for is said in words', () => {
  const until = '2026-11-30T08:00:30.000Z'
  expect(waitingWords({ waitingFor: { reason: 'throttle', until } })).toBe(
    'Waits because Microsoft Graph limits the requests. It goes on at 08:00:30 UTC.',
  )
  expect(waitingWords({ waitingFor: { reason: 'lane', until: null } })).toBe('Waits for another run of this tenant.')
  expect(waitingWords({ waitingFor: { reason: 'later version' as 'lane', until: null } })).toBe('Waits.')
  expect(waitingWords({ waitingFor: null })).toBeNull()
})

test('every category of errors has something to do', () => {
  const categories = [...new Set(Object.values(errorCodes).map(({ category }) => category))]
  for (const category of categories) expect(whatToDo({ category })).not.toBe(whatToDo({ category: 'unheard of' }))
})

test('only an ended sync in which something failed can be run again', () => {
  const failed = { ...examples.listedRun, counts: { ...examples.listedRun.counts, failed: 1 } }
  expect(canRerun(failed)).toBe(true)
  expect([canRerun({ ...failed, finishedAt: null }), canRerun({ ...failed, operation: 'tenant.verify' })]).toEqual([
    false,
    false,
  ])
  expect([canRerun(examples.listedRun), canRerun({ ...failed, counts: null })]).toEqual([false, false])
})

test.each([
  ['failed', null, true],
  ['partial', null, true],
  ['queued', 'throttle', true],
  ['queued', 'retry', true],
  ['queued', 'lane', false],
  ['queued', 'message', false],
  ['running', null, false],
  ['cancelled', null, false],
  ['succeeded', null, false],
] as const)('the error of a run that is %s and waits for %j is told: %j', (status, reason, isTold) => {
  const error = { code: 'graph.throttled', category: 'retry_later', message: 'Microsoft Graph is throttling.' }
  const waitingFor = reason && { reason, until: null }
  expect(presentError({ status, error, waitingFor })).toEqual(isTold ? error : null)
})

test('counts are told without zeros', () => {
  const { counts } = examples.run
  expect(countWords({ ...counts, policies: 0, settings: 0, failed: 0 })).toBe('')
  expect(countWords({ ...counts, policies: 2, settings: 1, failed: 0 })).toBe('2 policies, 1 setting')
  expect(countWords({ ...counts, policies: 0, settings: 0, failed: 3 })).toBe('3 items failed')
})

test('a state that is new has its name', () => {
  expect([statusWord('failed').word, statusWord('hibernating' as 'failed').word]).toEqual(['Failed', 'hibernating'])
})
