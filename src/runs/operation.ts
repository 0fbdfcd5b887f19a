import type { z } from 'zod'
import type { GraphMetrics, ItemOutcome, Lane } from './ledger/types'
import type { Graph } from '../graph/types'
import type { PolicyUnit } from '../intune/stored/policy-unit'
import type { StoredPolicy } from '../intune/store/read-policies'
import type { SettingNames } from '../intune/definitions/names'
import type { Catalog, Fingerprint } from '../intune/policy-types/policy-type'
import type { Sweep } from '../intune/store/sweep'
import type { ErrorCode } from '../shared/error-codes'

/** One object's outcome without rows of its own: a failed policy, an unreadable source. */
export interface ItemResult {
  key: string
  source: string
  label: string
  outcome: ItemOutcome
  code?: ErrorCode
  message?: string
}

/** What an operation may touch. Each takes what it needs; every write is fenced by the run's attempt. */
export interface Ports {
  /** Opens Microsoft Graph for this run's tenant. */
  graph: () => Promise<Graph>
  settings: {
    /** HMAC of a secret with the deployment's key. */
    fingerprint: Fingerprint
    /** Keys of items an earlier attempt of this run has already done. */
    done(): Promise<Set<string>>
    /** One policy's rows and its item in one transaction. */
    write(unit: PolicyUnit): Promise<void>
    /** An item without rows. */
    record(item: ItemResult): Promise<void>
    /** Graph's ids of the source's stored policies that this run has not come across. */
    missing(source: string, limit: number): Promise<string[]>
    /** The tenant's policies as they were last read, and how many there are. */
    stored(): AsyncIterable<StoredPolicy>
    countStored(): Promise<number>
    /**
     * Names for these definition ids, fetched where the cache lacks them; without a Graph, only what is stored. Never
     * fails for a missing name.
     */
    names(catalog: Catalog, ids: ReadonlySet<string>, graph: Graph | null): Promise<SettingNames>
  }
}

/** What a run knows about itself. */
export interface RunContext {
  runId: string
  tenant: { externalId: string; appKey: string; entraTenantId: string }
  attempt: number
  /** Aborts when the run is cancelled, fenced, out of its slice, or the host drains. */
  signal: AbortSignal
  progress(update: { phase?: string; done?: number; total?: number | null; graph?: Readonly<GraphMetrics> }): void
  log(event: string, fields: Record<string, unknown>): void
}

/** How an operation ended by itself. The run's status follows from its items. */
export interface OperationResult {
  /** Runs inside the transaction that ends the run. */
  sweep?: Sweep
}

/** One kind of work: data plus one function. Adding one is one file and one line in the registry. */
export interface Operation<Input = unknown> {
  name: string
  label: string
  /** For the person who waits, seconds. */
  expectedSeconds: number
  input: z.ZodType<Input>
  lane: Lane
  role: 'reader' | 'operator' | 'admin'
  cooldownSeconds: number
  /** Writes to the tenant: never taken up again by hand more than 24 h after it failed. */
  writesToTenant: boolean
  run(input: Input, ports: Ports, context: RunContext): Promise<OperationResult>
}

/** Keeps `Input` private to each operation while the registry holds them side by side. */
export function defineOperation<Input>(operation: Operation<Input>): Operation {
  return operation
}
