import type * as z from 'zod'
import type { CapabilityName } from './capabilities'

/** The queues that carry runs. */
export const lanes = ['sync', 'interactive'] as const
export type Lane = (typeof lanes)[number]

/** What is known of an operation without its code: for routes, the command line, schedules and documents. */
export interface OperationRecord<Input extends z.ZodObject = z.ZodObject, Result extends z.ZodType = z.ZodType> {
  /** `policy.sync`: what `runs.operation` holds. */
  name: string
  /** What a person calls it. */
  label: string
  /** What a caller needs to start it. Null: the app role `Operations`. */
  capability: CapabilityName | null
  /** How it is started over HTTP: `POST tenants/{tenantId}/{path}`. Null: in no way. */
  http: StartRoute | null
  /** What a request may say, beside `force` and `trailing`. Stored with the run. */
  input: Input
  /**
   * Properties of the input of which a request may say less than a stored run may hold: another version wrote that one.
   * Absent: none.
   */
  requested?: Readonly<Record<string, z.ZodType>>
  /** Properties of the input that make two requests the same. Order of keys and lists does not matter. */
  identity: readonly string[]
  /** What `runs.result` holds after it completed, and the monitor shows. */
  result: Result
  /** The queue of its runs. Null: it runs in no queue, and has no handler. */
  lane: Lane | null
  /** A request within this time after a run of the same identity succeeded gets that run. */
  cooldownSeconds: number
  /** How long it usually takes. */
  expectedSeconds: number
  /** What its items are called. */
  items: { one: string; many: string }
  /** True: it changes the tenant, so a failed run is not admitted again after 24 h. */
  writesToTenant: boolean
  /** How the failed items of an ended run are done again. Absent: not at all. */
  rerun?: Rerun
}

interface Rerun {
  /** Properties of the input that only a rerun has: no request may set them. */
  sets: readonly string[]
  /** The input of the new run. It names the run before, so that its identity differs. Null: nothing can be done again. */
  input(runId: string, failed: readonly FailedItem[]): object | null
}

/** An item that failed. `key` = `source/id`, or `source` alone. */
export interface FailedItem {
  key: string
  source: string
}

/** What a request may say of an operation's input: all but what reruns set. */
export function requestShape({
  input,
  requested,
  rerun,
}: Pick<OperationRecord, 'input' | 'requested' | 'rerun'>): z.ZodObject['shape'] {
  return Object.fromEntries(
    Object.entries(input.shape)
      .filter(([name]) => !rerun?.sets.includes(name))
      .map(([name, schema]) => [name, requested?.[name] ?? schema]),
  )
}

interface StartRoute {
  /** The function's name: without hyphens, because a function with one cannot be disabled on Linux. */
  functionName: string
  path: string
  /** Bytes that a request's body may have, at most 1 MiB. Absent: 16 KiB. */
  bodyLimit?: number
}

/** The part of an input that makes two requests the same. */
export function scopeOf({ identity }: Pick<OperationRecord, 'identity'>, input: unknown): unknown {
  const all = Object(input) as Record<string, unknown>
  return Object.fromEntries(identity.map((name) => [name, all[name]]))
}

/** Types a record by its own input and result. */
export const defineRecord = <Input extends z.ZodObject, Result extends z.ZodType>(
  record: OperationRecord<Input, Result>,
): OperationRecord<Input, Result> => record
