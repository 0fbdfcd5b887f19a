import { version } from '../../package.json'
import { type DocumentedOperation, openApiDocument } from '../../src/http/openapi'
import type { RouteDescription } from '../../src/http/route'
import { describedRoutes } from '../../src/http/routes'
import { documentRoute } from '../../src/http/routes/document'
import { operationRecords } from '../../src/operations/registry'
import { examples } from '../../src/http/examples'
import { document, requireDocumented, toZod } from '../support/openapi'

const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
const byName = (name: string) => operations.find(({ operationId }) => operationId === name)!
const run = `tenants/contoso/runs/${examples.run.runId}`

/** Every body that the document shows an example of. */
const shown = operations.flatMap(({ operationId, requestBody, responses }) =>
  [['request', requestBody] as const, ...Object.entries(responses)].flatMap(([of, described]) =>
    Object.values(described?.content ?? {}).flatMap(({ schema, example }) =>
      example === undefined ? [] : [{ of: `${operationId} ${of}`, schema, example }],
    ),
  ),
)

test('the document has every route once, its own and the one of liveness too', () => {
  const described = describedRoutes(operationRecords.values())
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
    described.map(({ name }) => name).toSorted(),
  )
  expect(byName('openApi').security).toEqual([])
  expect(byName('healthLive').security).toEqual([])
  expect(document.info.version).toBe(version)
})

test.each(shown)('the schema of $of accepts its example', ({ schema, example }) => {
  expect(toZod(schema).safeParse(example)).toMatchObject({ success: true })
})

test('every reference leads somewhere, and every named schema is used', () => {
  const text = JSON.stringify(document)
  const used = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  expect(new Set(used)).toEqual(new Set(Object.keys(document.components.schemas)))
  expect(text).not.toContain('$defs')
})

test('ids of a path have their form, and parameters their words', () => {
  const { parameters } = byName('getRun')
  expect(parameters.map(({ name, in: place, required }) => [name, place, required])).toEqual([
    ['tenantId', 'path', true],
    ['runId', 'path', true],
    ['X-Acting-User', 'header', false],
  ])
  expect(parameters[1]!.schema).toEqual({ type: 'string', format: 'uuid' })
  const silent = operations.flatMap(({ operationId, parameters: all }) =>
    all.filter(({ description }) => !description.endsWith('.')).map(({ name }) => `${operationId} ${name}`),
  )
  expect(silent).toEqual([])
})

test.each([
  ['startSync', [202, 400, 401, 403, 409, 411, 413, 422, 429, 500, 503]],
  ['getRun', [200, 304, 400, 401, 403, 404, 429, 500, 503]],
  ['takeGrant', [204, 400, 401, 403, 404, 409, 429, 500, 503]],
  ['opsTick', [200, 400, 401, 403, 429, 500, 503]],
  ['healthLive', [200]],
])('%s may answer %j', (name, statuses) => {
  expect(Object.keys(byName(name).responses).map(Number)).toEqual(statuses.toSorted((a, b) => a - b))
})

test('a start says where its run can be followed', () => {
  expect(Object.keys(byName('startSync').responses[202]!.headers!)).toEqual(['Operation-Location', 'Retry-After'])
})

test.each<[string, string, Partial<DocumentedOperation>]>([
  ['startSync', 'the role `operator`', {}],
  ['workerHealth', 'the app role `Operations`', {}],
  ['healthLive', 'without a token', { security: [] }],
])('%s says that it needs %s', (name, needed, rest) => {
  expect(byName(name)).toMatchObject({ description: expect.stringContaining(needed), ...rest })
})

test.each([
  ['listWorkspaces', 'Needs the role `reader` or a higher one in any workspace or tenant.'],
  ['listOperations', 'Needs the role `reader` or a higher one in any workspace or tenant.'],
  ['listTenants', 'Needs the role `reader` or a higher one in the workspace or one of its tenants.'],
  ['removeTenant', 'Needs the role `owner` in the tenant or its workspace.'],
])('%s says where its role is needed', (name, says) => {
  expect(byName(name).description).toBe(says)
})

test.each(['startSync', 'startVerify', 'rerunRun'])('%s may be refused while too many runs wait', (name) => {
  expect(byName(name).responses[429]!['x-codes']).toContain('run.too_many_waiting')
})

test('the route gives the same document each time', async () => {
  const route = documentRoute([])
  const answers = await Promise.all([1, 2].map(() => route.handle({} as never, undefined, undefined as never)))
  expect(answers[0]).toEqual({ status: 200, jsonBody: expect.objectContaining({ openapi: '3.1.1' }) })
  expect(answers[1]!.jsonBody).toBe(answers[0]!.jsonBody)
})

test('an id in a path that nothing is known of, and two schemas of one id, are no document', () => {
  const [first] = describedRoutes([]) as [RouteDescription]
  expect(() => openApiDocument([{ ...first, path: 'things/{thingId}' }])).toThrow('{thingId}')
  const other = first.answers[200]!.schema!.meta({ id: 'Problem' })
  expect(() => openApiDocument([{ ...first, answers: { 200: { description: 'It.', schema: other } } }])).toThrow(
    'Problem',
  )
})

test.each([
  ['GET', run, 200, examples.run],
  ['GET', `/api/${run}?x=1`, 200, examples.run],
  ['POST', 'tenants/contoso/sync', 202, examples.started],
  ['DELETE', 'tenants/contoso', 204, null],
  ['GET', 'health/live', 200, { status: 'alive' }],
  ['GET', 'nothing/here', 404, null],
])('%s %s with %d is as documented', (method, path, status, body) => {
  expect(() => requireDocumented({ method, path, status, body })).not.toThrow()
})

test.each([
  ['another status', 'GET', run, 418, examples.run, 'is not in the document'],
  ['no route', 'GET', 'nothing/here', 200, {}, 'is not in the document'],
  ['a property less', 'GET', run, 200, { ...examples.run, status: undefined }, 'status'],
  ['a property more', 'GET', run, 200, { ...examples.run, secret: 1 }, 'secret'],
  ['one more within', 'GET', run, 200, { ...examples.run, progress: { done: 1, total: 1, more: 1 } }, 'more'],
  ['another form of a problem', 'GET', run, 404, { message: 'No.' }, 'code'],
  ['a code that is none', 'GET', run, 404, { type: '', title: '', status: 404, detail: '', code: 'x' }, 'code'],
  ['no body', 'GET', run, 200, null, 'expected'],
  ['a body where there is none', 'DELETE', 'tenants/contoso', 204, {}, 'has no body'],
])('%s is not as documented', (_, method, path, status, body, says) => {
  expect(() => requireDocumented({ method, path, status, body })).toThrow(says)
})
