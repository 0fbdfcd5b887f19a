import * as z from 'zod'
import type { ItemsRequest } from '../runs/api/read'
import type { RunsRequest } from '../runs/ledger/list-runs'
import { ITEM_OUTCOMES, RUN_STATUSES } from '../runs/ledger/types'
import type { RunId } from '../shared/ids'
import { tenantKeyForm } from '../shared/tenant-key'
import { positionText, readCursor } from './cursor'
import { Limit, Name, oneOf, paging, Since, several } from './parameters'

const runFilters = (operations: readonly string[]) => ({
  status: several(oneOf(RUN_STATUSES))
    .optional()
    .describe(`Only runs of these: ${RUN_STATUSES.join(', ')}; several with commas between them.`),
  operation: several(oneOf(operations))
    .optional()
    .describe(`Only runs of these operations: ${operations.join(', ')}; several with commas between them.`),
  requestedBy: z
    .string()
    .regex(/^[\w./-]{1,128}$/, 'must be an account (`tid/oid`), `schedule` or `tick`')
    .optional()
    .describe('Only what this account (`tid/oid`), `schedule` or `tick` asked for.'),
  errorCode: Name.optional().describe('Only runs whose error has this code.'),
  createdSince: Since.optional().describe('Created from this time on: an ISO 8601 date, or a time with its zone.'),
  createdBefore: Since.optional().describe('Created before this time: an ISO 8601 date, or a time with its zone.'),
  active: z
    .literal('true', 'can only be true: leave it out for all runs')
    .optional()
    .describe('Only runs that wait or work.'),
})

/** The parameters of the list of a tenant's runs, which are runs of these operations. */
export const tenantRunsParameters = (operations: readonly string[]) =>
  z.strictObject({ ...runFilters(operations), ...paging })

/** The parameters of the list of a workspace's runs. */
export const workspaceRunsParameters = (operations: readonly string[]) =>
  z.strictObject({
    tenantId: z
      .string()
      .regex(tenantKeyForm, 'must be the id or the key of a tenant')
      .optional()
      .describe('Only runs of this tenant, by its id or its key.'),
    ...runFilters(operations),
    ...paging,
  })

/** The parameters of the list of a run's items. */
export const ItemsParameters = z.strictObject({
  outcome: several(oneOf(ITEM_OUTCOMES))
    .optional()
    .describe(`Only items of these: ${ITEM_OUTCOMES.join(', ')}; several with commas between them.`),
  source: Name.optional().describe('Only items of this source.'),
  ...paging,
})

/** The parameters of the list of a run's events. */
export const EventsParameters = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .default(0)
    .meta({ type: 'integer', minimum: 0, description: 'Only events after this number.' }),
  limit: Limit,
})

/** A checked request for a list, and what its cursors belong to. */
interface Listing<Request> {
  request: Request
  list: unknown
}

/** Turns checked parameters into a request for runs. Throws `request.invalid` for a cursor of another list. */
export function toRunsRequest(
  place: string,
  parameters: z.output<ReturnType<typeof workspaceRunsParameters>>,
): Listing<Omit<RunsRequest, 'scope'>> {
  const { limit, cursor, tenantId, active, ...filters } = parameters
  const query = { ...filters, active: active === 'true' ? true : undefined }
  const list = ['runs', place, tenantId, query]
  return { list, request: { query, limit, before: readCursor(z.int().min(0), list, cursor) } }
}

/** Turns checked parameters into a request for items. Throws the same. */
export function toItemsRequest(
  tenantKey: string,
  runId: RunId,
  { limit, cursor, ...query }: z.output<typeof ItemsParameters>,
): Listing<ItemsRequest> {
  const list = ['items', tenantKey, runId, query]
  return { list, request: { runId, query, limit, after: readCursor(positionText, list, cursor) } }
}
