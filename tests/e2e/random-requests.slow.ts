import * as fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createBoundedPool } from '../../src/shared/bounded-pool'
import { wellFormed } from '../../src/shared/text'
import { writeCursor } from '../../src/http/cursor'
import { type Backend, startBackend } from '../support/backend'
import { fromSchema } from '../support/from-schema'
import { document } from '../support/openapi'

jest.setTimeout(120_000)

const seed = Number(process.env.TEST_SEED)
const named = document.components.schemas

/** They say what the machine is like, and one would remove what the others ask for. */
const spared = new Set(['workerHealth', 'healthReady', 'removeTenant'])
const thousand = Math.ceil(1_000 / Number(process.env.TEST_SLICE ?? 1))
let backend: Backend
let tenant: string
let delayBefore: string | undefined
const longestDelay = () => backend.lines.findLast((line) => line.includes('"event_loop_delay"'))
beforeAll(async () => {
  const printDelay = join(__dirname, '..', 'support', 'print-event-loop-delay.cjs')
  backend = await startBackend({
    content: { policies: 6, seed: 3 },
    settings: { NODE_OPTIONS: `--require ${printDelay}` },
  })
  tenant = backend.database.tenant.externalId
  await backend.sync()
  delayBefore = longestDelay()
})
afterAll(async () => {
  // a figure to look at, no assertion: other processes of this machine delay the loop too
  process.stdout.write(`\nthe worker before the requests: ${delayBefore}, and after them: ${longestDelay()}\n`)
  await backend.stop()
})

const repeated = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 9_000 }))
  .map(([piece, times]) => piece.repeat(times))
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  repeated,
  fc.constantFrom('\0', 'a'.repeat(90_000), 'x://a:'.repeat(15_000)),
)
const body = fc.oneof(
  anyText,
  fc.json(),
  fc.dictionary(anyText, fc.jsonValue()).map((value) => JSON.stringify(value)),
  fc
    .record({ force: fc.oneof(fc.boolean(), fc.jsonValue()), trailing: fc.boolean() }, { requiredKeys: [] })
    .map((value) => JSON.stringify(value)),
  fc.integer({ min: 1, max: 40_000 }).map((depth) => '['.repeat(depth)),
)

const shortText = anyText.map((text) => wellFormed(text.slice(0, 1_200)).replaceAll('\ufffd', '\0'))
const place = fc.tuple(shortText, shortText, shortText)
const value = fc.oneof(
  shortText,
  place.map((at) => Buffer.from(JSON.stringify({ at, of: 'x' })).toString('base64url')),
  fc.integer().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('true', 'false', 'enabled', 'configurationPolicies', '%', '_', '\\'),
)
const names = ['q', 'value', 'policyType', 'source', 'changedSince', 'includeDefaults', 'includeRemoved', 'limit']
const query = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...names, 'cursor'), shortText), value), { maxLength: 4 })
  .map((pairs) => new URLSearchParams(pairs).toString().slice(0, 12_000))

/** The route of each request that was answered with a status of 500 or more. */
async function failures(requests: readonly [method: string, path: string, body?: string][]): Promise<string[]> {
  const pool = createBoundedPool({ running: 16, waiting: 16 })
  const failed: string[] = []
  for (const [method, path, text] of requests)
    await pool.add(async () => {
      const answer = await backend.call(method, path, text)
      if (answer.status >= 500) failed.push(`${answer.status} ${method} ${path} ${(text ?? '').slice(0, 200)}`)
    })
  await pool.drain()
  return failed
}

test('24: random bodies (a thousand) are never answered with 500', async () => {
  const bodies = fc.sample(body, { numRuns: thousand, seed })
  const routes = ['sync', 'reflatten', 'runs/x/cancel']
  expect(
    await failures(bodies.map((text, i) => ['POST', `tenants/${tenant}/${routes[i % routes.length]}`, text])),
  ).toEqual([])
})

test('24: random queries (a thousand) are never answered with 500', async () => {
  const queries = fc.sample(query, { numRuns: thousand, seed })
  const routes = ['settings', 'policies']
  expect(
    await failures(queries.map((text, i) => ['GET', `tenants/${tenant}/${routes[i % routes.length]}?${text}`])),
  ).toEqual([])
})

test('24: a cursor with any place in it is never answered with 500', async () => {
  const places = fc.sample(place, { numRuns: 100, seed })
  const queryOf = {
    settings: { words: [], valueWords: [], includeDefaults: false },
    policies: { words: [], includeRemoved: false },
  }
  const requests = places.flatMap((at) =>
    (['settings', 'policies'] as const).map((route): [string, string] => [
      'GET',
      `tenants/${tenant}/${route}?cursor=${writeCursor([tenant, queryOf[route]], at)}`,
    ]),
  )
  expect(await failures(requests)).toEqual([])
})

test('24: a body of 90 KB is 413 where its operation does not allow more', async () => {
  for (const route of ['verify', 'reflatten'])
    expect(
      await backend.call('POST', `tenants/${tenant}/${route}`, JSON.stringify({ ['a'.repeat(90_000)]: 1 })),
    ).toMatchObject({ status: 413, body: { code: 'request.too_large' } })
})

const paths = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
)

test('requests made from the OpenAPI document are answered as it says, never with 500', async () => {
  const { sql, tenant: own } = backend.database
  const rounds = Math.ceil(100 / Number(process.env.TEST_SLICE ?? 1))
  const [run] = await sql`select id from runs where lane is not null limit 1`
  const real: Record<string, string> = { tenantId: tenant, workspaceId: own.workspaceId, runId: String(run!.id) }
  const failed: string[] = []
  for (const { path, method, operation } of paths.filter(
    ({ operation: { operationId } }) => !spared.has(operationId),
  )) {
    const content = Object.values(operation.requestBody?.content ?? {})[0]?.schema
    const values = fc.record({
      ids: fc.dictionary(
        fc.constantFrom('tenantId', 'workspaceId', 'runId', 'grantId', 'operation'),
        fc.oneof(shortText, fc.uuid()),
      ),
      query: fc.record(
        Object.fromEntries(operation.parameters.filter((each) => each.in === 'query').map((each) => [each.name, fromSchema(each.schema, named)])), // prettier-ignore
        { requiredKeys: [] },
      ),
      body: content ? fromSchema(content, named) : fc.constant(undefined),
      as: fc.constantFrom(...(['owner', 'reader', 'operations', 'service', 'stranger'] as const)),
    })
    for (const { ids, query: asked, body: sent, as } of fc.sample(values, { numRuns: rounds, seed })) {
      const place = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
        encodeURIComponent((seed % 2 ? ids[name] : undefined) || real[name] || randomUUID()),
      )
      const parameters = new URLSearchParams(
        Object.entries(asked).map(([name, each]): [string, string] => [
          name,
          typeof each === 'object' ? JSON.stringify(each) : String(each),
        ]),
      )
      const url = `${place.replace('/api/', '')}?${parameters.toString()}`.slice(0, 12_000)
      const answer = await backend
        .send(method, url, { headers: backend.tokenOf(as), body: method === 'GET' ? undefined : sent })
        .catch((error: Error) => ({ status: 0, body: error.message }))
      if (answer.status === 0 || answer.status >= 500)
        failed.push(`${answer.status} ${as} ${method} ${url} ${JSON.stringify(sent)?.slice(0, 200)} ${String(answer.body).slice(0, 300)}`) // prettier-ignore
    }
  }
  expect(failed).toEqual([])
})
