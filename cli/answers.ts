import * as z from 'zod'
import type { RunCounts } from '../src/shared/run-progress'

// What the routes of the API answer, as far as this client reads it: a newer API may say more.

const count = z.number()
/** It becomes a part of paths, and of hints that somebody pastes. */
const runId = z.uuid()

const counts = z.object({
  total: count,
  processed: count,
  succeeded: count,
  failed: count,
  skipped: count,
  policies: count,
  settings: count,
  inserted: count,
  updated: count,
  unchanged: count,
  removed: count,
}) satisfies z.ZodType<RunCounts>

/** `POST {operation}` */
export const Started = z.object({ runId, deduplicated: z.boolean() })
export type Started = z.infer<typeof Started>

const status = z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'])

/** `GET runs/{runId}`. Times are ISO 8601. */
export const RunView = z.object({
  runId,
  operation: z.string(),
  status,
  phase: z.string(),
  progress: z.object({ done: count, total: count.nullable() }),
  counts,
  /** What its operation gave back; null until it completed. */
  result: z.unknown(),
  /** `definitionRequests` are not among `requests`; milliseconds. */
  graph: z.object({ requests: count, pages: count, retries: count, throttledMs: count, definitionRequests: count }),
  attempt: count,
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: z.object({ code: z.string(), category: z.string(), message: z.string() }).nullable(),
  /** It takes more than three times as long as usual. */
  late: z.boolean().optional(),
  /** Null: it does not wait. */
  waitingFor: z.object({ reason: z.string(), until: z.string().nullable(), runId: runId.nullish() }).nullish(),
})
export type RunView = z.infer<typeof RunView>

/** `POST runs/{runId}/cancel`. `status`: what the run is now. */
export const Cancelled = z.object({ runId, status })
export type Cancelled = z.infer<typeof Cancelled>

const settingHit = z.object({
  policyId: z.string(),
  policyName: z.string(),
  policyType: z.string(),
  /** Null: a row of the system this replaces. */
  source: z.string().nullable(),
  settingName: z.string(),
  value: z.string(),
  /** True: the value is longer. */
  valueCut: z.boolean(),
  category: z.string().nullable(),
  definitionId: z.string().nullable(),
  isDefault: z.boolean().nullable(),
  changedAt: z.string().nullable(),
  lastSyncedAt: z.string(),
})
export type SettingHit = z.infer<typeof settingHit>

/** How current the rows of a source are. `staleSince`: since when reading it fails, by its code. */
const sourceView = z.object({
  source: z.string(),
  lastFullReadAt: z.string().nullable(),
  staleSince: z.string().nullable(),
  code: z.string().nullable(),
})

/** `GET settings` */
export const SettingsView = z.object({
  items: z.array(settingHit),
  nextCursor: z.string().nullable(),
  sources: z.array(sourceView),
})
export type SettingsView = z.infer<typeof SettingsView>

/** Checks an answer, and returns all of it. Throws a sentence that names the first place that is not as expected. */
export function checked<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return answer as T
  const at = parsed.error.issues[0]?.path.join('.')
  throw new Error(
    `The answer is not as expected${at ? ` at "${at}"` : ''}: is it the address of the API, and its version as new as this command?`,
  )
}
