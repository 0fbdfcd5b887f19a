import type { RunId } from '../shared/ids'
import type { z } from 'zod'
import type { Metrics } from '../shared/run-progress'
import type { Tenant } from '../tenants/find'
import type { Lane } from './ledger/types'

/** What a run knows about itself. */
export interface RunContext {
  runId: RunId
  tenant: Pick<Tenant, 'externalId' | 'appKey' | 'entraTenantId'>
  attempt: number
  /** Aborts when the run is cancelled, fenced, out of its slice, or the host drains. */
  signal: AbortSignal
  progress(update: { phase?: string; done?: number; total?: number | null; metrics?: Metrics }): void
  log(event: string, fields: Record<string, unknown>): void
}

/**
 * One kind of work: data plus one function. `Ports` is what it may touch, `Result` what it hands to the closing step; the
 * worker knows neither.
 */
export interface Operation<Input = unknown, Ports = unknown, Result = unknown> {
  name: string
  input: z.ZodType<Input>
  lane: Lane
  cooldownSeconds: number
  /** Writes to the tenant: never taken up again by hand more than 24 h after it failed. */
  writesToTenant: boolean
  run(input: Input, ports: Ports, context: RunContext): Promise<Result>
}
