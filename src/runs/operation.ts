import type { RunId } from '../shared/ids'
import type { z } from 'zod'
import type { Metrics } from '../shared/run-progress'
import type { Tenant } from '../tenants/find'
import type { Lane } from './ledger/types'

/** What an operation is told about its run. */
export interface RunContext {
  runId: RunId
  tenant: Pick<Tenant, 'externalId' | 'appKey' | 'entraTenantId'>
  attempt: number
  /** Aborts when the run is cancelled or fenced, when its slice is over, or when the host shuts down. */
  signal: AbortSignal
  progress(update: { phase?: string; done?: number; total?: number | null; metrics?: Metrics }): void
  log(event: string, fields: Record<string, unknown>): void
}

/**
 * One kind of work: data plus one function. `Ports` is what it may use, `Result` what it passes to the closing step;
 * the worker looks into neither.
 */
export interface Operation<Input = unknown, Ports = unknown, Result = unknown> {
  name: string
  input: z.ZodType<Input>
  lane: Lane
  cooldownSeconds: number
  /** True: it changes the tenant, so it cannot be re-admitted more than 24 h after it failed. */
  writesToTenant: boolean
  /** Bytes of a request's body, at most 1 MiB. Absent: 16 KiB. */
  bodyLimit?: number
  run(input: Input, ports: Ports, context: RunContext): Promise<Result>
}
