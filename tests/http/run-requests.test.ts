import type * as z from 'zod'
import { toRunId } from '../../src/shared/ids'
import {
  EventsParameters,
  ItemsParameters,
  tenantRunsParameters,
  toItemsRequest,
  toRunsRequest,
  workspaceRunsParameters,
} from '../../src/http/run-requests'
import { parseQuery } from '../../src/http/parse-request'

const operations = ['policy.sync', 'tenant.verify']
const TenantRunsParameters = tenantRunsParameters(operations)
const WorkspaceRunsParameters = workspaceRunsParameters(operations)

const problemsOf = (schema: z.ZodObject, parameters: object) =>
  (schema.safeParse(parameters).error?.issues ?? []).map(({ path }) => path[0])

test('a list without parameters is everything, in pages of 50', () => {
  const { request } = toRunsRequest('w', WorkspaceRunsParameters.parse({}))
  expect(request).toEqual({ query: {}, limit: 50 })
})

test('all parameters are read; several values have commas between them', () => {
  const parameters = TenantRunsParameters.parse({
    status: 'failed,partial',
    operation: 'policy.sync',
    requestedBy: '9a2c1f0b-6a52-4f6e-8f0c-9d537a2c1f0b/1a4c3d8e-9f5a-4b7c-8d9e-0f0c8d5f7e2b',
    errorCode: 'graph.forbidden',
    createdSince: '2026-01-02',
    createdBefore: '2026-01-03T04:05:06+02:00',
    active: 'true',
    limit: '200',
  })
  expect(toRunsRequest('t', parameters).request).toEqual({
    query: {
      status: ['failed', 'partial'],
      operation: ['policy.sync'],
      requestedBy: '9a2c1f0b-6a52-4f6e-8f0c-9d537a2c1f0b/1a4c3d8e-9f5a-4b7c-8d9e-0f0c8d5f7e2b',
      errorCode: 'graph.forbidden',
      createdSince: new Date('2026-01-02T00:00:00Z'),
      createdBefore: new Date('2026-01-03T02:05:06Z'),
      active: true,
    },
    limit: 200,
  })
})

test.each([
  ['status', ''],
  ['status', 'failed,'],
  ['status', 'done'],
  ['operation', 'policy.sink'],
  ['requestedBy', 'a\0b'],
  ['errorCode', ''],
  ['createdSince', 'yesterday'],
  ['active', 'false'],
  ['limit', '201'],
  ['limit', '0'],
  ['tenantId', 'a/b'],
])('%s=%j is refused', (name, value) => {
  expect(problemsOf(WorkspaceRunsParameters, { [name]: value })).toEqual([name])
})

test.each([
  ['status', 'done,over,failed', 'status: must be one of queued, running, succeeded, partial, failed, cancelled'],
  ['operation', 'policy.sink', 'operation: must be one of policy.sync, tenant.verify'],
  ['active', 'false', 'active: can only be true: leave it out for all runs'],
  ['errorCode', 'a b', 'errorCode: must be 1 to 128 letters, digits, ".", "_" and "-"'],
  ['createdSince', 'yesterday', 'createdSince: must be an ISO 8601 date, or a time with its zone'],
])('%s=%s is refused by a sentence that says what is allowed', (name, value, says) => {
  expect(() => parseQuery(TenantRunsParameters, [[name, value]])).toThrow(`The request is not valid: ${says}.`)
})

test('a time whose plus the address turned into a blank is refused with how it is written', () => {
  const address = new URL('http://x/?createdSince=2026-01-03T04:05:06+02:00')
  expect(() => parseQuery(TenantRunsParameters, address.searchParams)).toThrow('+ of an offset is written %2B')
})

test('a list of one tenant takes no other tenant', () => {
  expect(TenantRunsParameters.safeParse({ tenantId: 't' }).success).toBe(false)
})

test('items are filtered by outcome and source, events come after a number', () => {
  const parameters = ItemsParameters.parse({ outcome: 'failed,skipped', source: 'intents', limit: '1' })
  expect(toItemsRequest('t', toRunId('r'), parameters).request).toEqual({
    runId: 'r',
    query: { outcome: ['failed', 'skipped'], source: 'intents' },
    limit: 1,
  })
  expect(problemsOf(ItemsParameters, { outcome: 'lost' })).toEqual(['outcome'])
  expect(EventsParameters.parse({ after: '7' })).toEqual({ after: 7, limit: 50 })
  expect(problemsOf(EventsParameters, { after: '-1' })).toEqual(['after'])
})
