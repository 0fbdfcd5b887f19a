import * as z from 'zod'
import { ITEM_OUTCOMES, RUN_STATUSES } from '../runs/ledger/types'
import { lanes } from '../shared/operation-record'
import { Count, nextCursor, Time } from './schema-parts'

const Status = z.enum(RUN_STATUSES)

/** The answer to a start. */
export const StartAnswer = z
  .object({
    success: z.literal(true),
    message: z.string(),
    jobId: z.uuid().describe('The same as `runId`, for the existing app.'),
    runId: z.uuid(),
    deduplicated: z.boolean().describe('True: the run existed already.'),
    status: Status,
  })
  .meta({ id: 'StartAnswer' })

export const CancelAnswer = z
  .object({ success: z.literal(true), runId: z.uuid(), status: Status })
  .meta({ id: 'CancelAnswer' })

const RunError = z.object({ code: z.string(), category: z.string(), message: z.string() })

/** What a run counted. */
export const Counts = z.looseObject({
  total: Count,
  processed: Count,
  succeeded: Count,
  failed: Count,
  skipped: Count,
  policies: Count,
  settings: Count,
  inserted: Count,
  updated: Count,
  unchanged: Count,
  removed: Count,
})

const WaitingFor = z.object({
  reason: z
    .enum(['lane', 'throttle', 'retry', 'message'])
    .describe(
      '`lane`: another run of the tenant. `throttle`, `retry`: the next attempt. `message`: a worker that takes it from the queue.',
    ),
  until: Time.nullable(),
  runId: z.uuid().nullable().optional().describe('The run that holds the lane.'),
})

/** A run as lists show it. */
const ListedRun = z
  .object({
    runId: z.uuid(),
    tenantId: z
      .string()
      .nullable()
      .describe("The existing app's key, not the UUID. Null: a run of the workspace itself."),
    externalId: z
      .string()
      .nullable()
      .describe("The tenant's UUID: what is called `tenantId` in tenants, grants and the audit log."),
    operation: z.string(),
    status: Status,
    phase: z.string(),
    progress: z.object({ done: Count, total: Count.nullable() }),
    counts: Counts.nullable().describe('Null in lists until the run has ended.'),
    graph: z.looseObject({ requests: Count, pages: Count, retries: Count, throttledMs: z.number() }),
    attempt: Count,
    requestedBy: z.string().nullable().describe('`tid/oid`, `schedule`, or `tick`.'),
    actingFor: z.string().nullable().describe('`tid/oid`: for whom a service asked.'),
    createdAt: Time,
    startedAt: Time.nullable(),
    finishedAt: Time.nullable(),
    expectedSeconds: z.number().nullable().describe('How long its operation usually takes; null: not known.'),
    late: z.boolean().describe('It waits or works for more than three times as long as usual.'),
    waitingFor: WaitingFor.nullable().describe(
      'What a queued run waits for; a running one where Graph throttles its tenant.',
    ),
    cooldownUntil: Time.nullable().describe('Until when the same start gives back this run. Null: it makes a new one.'),
    error: RunError.nullable(),
  })
  .meta({ id: 'ListedRun' })

/** A run as the monitor shows it. */
export const Monitor = z
  .object({
    ...ListedRun.shape,
    counts: Counts,
    result: z.unknown().describe('What the operation gave back; its form is that of the operation.'),
  })
  .meta({ id: 'Run' })

export const RunsAnswer = z.object({ items: z.array(ListedRun), nextCursor }).meta({ id: 'Runs' })

const Item = z.object({
  itemKey: z.string().describe('`source/id`, with the id of Graph; the source alone where it is no policy.'),
  source: z.string(),
  policyName: z.string().nullable().describe('Null: the item is no policy.'),
  outcome: z.enum(ITEM_OUTCOMES),
  code: z.string().nullable(),
  message: z.string().nullable(),
  inserted: Count,
  updated: Count,
  unchanged: Count,
  removed: Count,
  attempt: Count,
})

export const ItemsAnswer = z.object({ items: z.array(Item), nextCursor }).meta({ id: 'Items' })

const Event = z.object({
  seq: z.int().min(1),
  at: Time,
  kind: z.string().describe('`queued`, `started`, `requeued`, `ended`, …; later versions may have more.'),
  actor: z.string().nullable().describe('Who did it, where somebody did.'),
  data: z.looseObject({}),
})

export const EventsAnswer = z
  .object({
    items: z.array(Event),
    next: z.int().nullable().describe('Give it as `after` for the next page; null: these were the last so far.'),
  })
  .meta({ id: 'Events' })

const Operation = z.object({
  name: z.string(),
  label: z.string(),
  expectedSeconds: z.number(),
  role: z.string().nullable().describe('The least that may start it. Null: nobody starts it.'),
  path: z.string().nullable().describe('Where it is started, below `/api/`. Null: nowhere.'),
  lane: z.enum(lanes).nullable(),
  input: z.looseObject({}).describe('The JSON Schema of the body that starts it.'),
})

export const OperationsAnswer = z.object({ items: z.array(Operation) }).meta({ id: 'Catalogue' })
