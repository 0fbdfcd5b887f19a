import type * as z from 'zod'
import { toRunId } from '../../src/shared/ids'
import {
  EventsParameters,
  ItemsParameters,
  TenantRunsParameters,
  toItemsRequest,
  toRunsRequest,
  WorkspaceRunsParameters,
} from '../../src/http/run-requests'

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
  ['operation', 'a b'],
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
