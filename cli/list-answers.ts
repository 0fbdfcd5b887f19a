import * as z from 'zod'
import { RunView } from './answers'

// What the lists of the API answer, as far as this client reads it.

const count = z.number()
const text = z.string().nullable()

/** A page of a list: the cursor of the next one, null on the last. */
const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: text })

const { runId, operation, status, progress, attempt, createdAt, startedAt, finishedAt, error } = RunView.shape

/** `GET runs` */
export const RunsPage = pageOf(
  z.object({
    runId,
    /** The app's key; null: a run of the workspace itself. */
    tenantId: text,
    operation,
    status,
    progress,
    attempt,
    createdAt,
    startedAt,
    finishedAt,
    error,
    requestedBy: text,
    late: z.boolean(),
  }),
)
export type ListedRun = z.infer<typeof RunsPage>['items'][number]

/** `GET policies`, without their texts of other kinds. */
export const PoliciesPage = pageOf(
  z.object({
    policyId: z.string(),
    source: z.string(),
    name: z.string(),
    policyType: z.string(),
    platforms: text,
    modifiedAt: text,
    assignmentsState: z.string(),
    assignments: z.array(z.object({ target: z.string(), groupId: text, groupName: text })),
    lastSeenAt: z.string(),
    removedAt: text,
  }),
)
export type ListedPolicy = z.infer<typeof PoliciesPage>['items'][number]

/** `GET runs/{runId}/items` */
export const ItemsPage = pageOf(
  z.object({
    itemKey: z.string(),
    source: z.string(),
    policyName: text,
    outcome: z.string(),
    code: text,
    message: text,
    inserted: count,
    updated: count,
    unchanged: count,
    removed: count,
    attempt: count,
  }),
)
export type ListedItem = z.infer<typeof ItemsPage>['items'][number]

/** `GET runs/{runId}/events`. `next`: the number of the last event here; null where none follow. */
export const EventsPage = z.object({
  items: z.array(
    z.object({ seq: count, at: z.string(), kind: z.string(), actor: text, data: z.record(z.string(), z.unknown()) }),
  ),
  next: count.nullable(),
})
export type ListedEvent = z.infer<typeof EventsPage>['items'][number]

/** One of `GET schedules`, and the answer to `POST schedules`. */
export const ScheduleView = z.object({
  operation: z.string(),
  everyMinutes: count.nullable(),
  cron: text,
  timeZone: text,
  jitterMinutes: count,
  paused: z.boolean(),
  input: z.record(z.string(), z.unknown()),
  nextTimes: z.array(z.string()),
  heldUntil: text,
})
export type ScheduleView = z.infer<typeof ScheduleView>

/** `GET schedules`: all of them. */
export const SchedulesView = z.object({ items: z.array(ScheduleView) })
