import type * as z from 'zod'
import type { Db } from '../db/database'
import type { OperationRecord } from '../shared/operation-record'
import type { Log } from '../shared/log'
import type { Metrics } from '../shared/run-progress'
import type { Tenant } from '../tenants/find'
import type { Fence } from './ledger/fenced-unit'
import type { Run } from './ledger/types'

/** What an operation is told about its run. */
export interface RunContext {
  run: Run
  tenant: Tenant
  fence: Fence
  /** Aborts when the run is cancelled or fenced, when its slice is over, or when the host shuts down. */
  signal: AbortSignal
  /** Whether the tenant's other lane was busy at the last heartbeat. */
  otherLaneBusy(): boolean
  progress(update: { phase?: string; done?: number; total?: number | null; metrics?: Metrics }): void
  log: Log
}

/** What an operation gives back when it has completed. The run's status follows from its items. */
export interface Completed<Result> {
  /** Stored as `runs.result`, if the record's schema accepts it. */
  result: Result
  /** What must happen in the transaction that ends the run, before its items are counted. */
  closingStep?(tx: Db): Promise<void>
}

/** An operation: its record and its handler. */
export interface Operation {
  record: OperationRecord
  /** `input` has passed the record's schema. */
  run(input: unknown, context: RunContext): Promise<Completed<unknown>>
}

/** Joins a record and its handler, whose input and result are those of the record's schemas. */
export function defineOperation<Input extends z.ZodObject, Result extends z.ZodType>(
  record: OperationRecord<Input, Result>,
  run: (input: z.output<Input>, context: RunContext) => Promise<Completed<z.input<Result>>>,
): Operation {
  return { record, run: (input, context) => run(input as z.output<Input>, context) }
}
