import { canaryCommand } from '../../cli/commands/canary'
import { monitored, runId, startServer } from './server'
import { asTyped, typed } from './typed'

type Answer = ReturnType<typeof monitored>

let server: Awaited<ReturnType<typeof startServer>>
afterEach(() => server.close())

/** An API whose runs are so, one after the other. */
async function startApi(...runs: Answer[]): Promise<void> {
  let started = 0
  server = await startServer((request, response) => {
    if (request.method === 'POST') started++
    response.end(JSON.stringify(request.method === 'POST' ? { runId, deduplicated: false } : runs[started - 1]))
  })
}

const canary = (...words: string[]) =>
  typed(canaryCommand({ typed: asTyped, options: [], connect: () => server.api }), words)
const posted = () => server.seen.filter(({ request }) => request.startsWith('POST'))
const verified = (readable: boolean) =>
  monitored({
    operation: 'tenant.verify',
    result: {
      displayName: 'Contoso',
      licences: [],
      permissions: [],
      reads: [{ what: 'intents', readable, code: null, missing: null }],
    },
  })

test('a tenant that is verified and synced is well', async () => {
  await startApi(verified(true), monitored())
  const { code, said, errors } = await canary()
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
  expect(posted().map(({ request, body }) => [request, JSON.parse(body)])).toEqual([
    ['POST /api/tenants/t/verify', { force: true }],
    ['POST /api/tenants/t/sync', { force: true }],
  ])
  expect(said.filter((line) => line.startsWith('The canary'))).toEqual([
    expect.stringMatching(/^The canary is well after tenant\.verify: \d+ s\.$/),
    expect.stringMatching(/^The canary is well after policy\.sync: \d+ s\.$/),
  ])
})

test.each([
  ['a source cannot be read', 3, [verified(false)], 'tenant.verify'],
  ['a policy failed', 3, [verified(true), monitored({ status: 'partial' })], 'policy.sync'],
  ['the sync failed', 1, [verified(true), monitored({ status: 'failed' })], 'policy.sync'],
] as const)('where %s, a sentence says so and nothing more is started', async (_what, code, runs, name) => {
  await startApi(...runs)
  const found = await canary()
  expect(found.code).toBe(code)
  expect(found.errors.at(-1)).toBe(`The canary is not well: ${name} did not succeed whole. What it said stands above.`)
  expect(posted()).toHaveLength(runs.length)
})

test('a run that does not end in time is told, and how to follow it', async () => {
  await startApi(monitored({ status: 'queued', phase: 'waiting', finishedAt: null, startedAt: null }))
  const timeout = global.setTimeout
  const timers = jest
    .spyOn(global, 'setTimeout')
    .mockImplementation(((work: () => void, ms: number) => timeout(work, ms === 60_000 ? 0 : ms)) as typeof setTimeout)
  const { thrown } = await canary('--within', '1')
  timers.mockRestore()
  expect(thrown!.message).toMatch(
    /^The canary is not well: tenant\.verify did not end within 1 min\. Does a worker run/,
  )
  expect(thrown!.message).toContain(`runs watch ${runId}`)
})
