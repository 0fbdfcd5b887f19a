import type { GraphId } from '../shared/ids'
import type { FindDefinition } from '../intune/definitions/find-definition'
import type { Graph } from '../graph/types'
import type { StoredPolicy } from '../intune/store/read-policies'
import type { Sweep } from '../intune/store/sweep'
import type { Catalog } from '../intune/stored/definition'
import type { Fingerprint } from '../intune/stored/fingerprint'
import type { PolicyUnit } from '../intune/stored/policy-unit'
import type { ItemResult } from '../runs/ledger/record-item'
import type { Operation } from '../runs/operation'

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
    missing(source: string, limit: number): Promise<GraphId[]>
    /** The tenant's policies as they were last read, and how many there are. */
    stored(): AsyncIterable<StoredPolicy>
    countStored(): Promise<number>
    /**
     * Names for these definition ids, fetched where the cache lacks them; without a Graph, only what is stored. Never
     * fails for a missing name.
     */
    names(catalog: Catalog, ids: ReadonlySet<string>, graph: Graph | null): Promise<FindDefinition>
  }
}

/** What an operation hands to the transaction that ends its run. The run's status follows from its items. */
export interface OperationResult {
  sweep?: Sweep
}

/** An operation of this registry. */
export type AnyOperation = Operation<unknown, Ports, OperationResult>

/** Keeps `Input` private to each operation while the registry holds them side by side. */
export function defineOperation<Input>(operation: Operation<Input, Ports, OperationResult>): AnyOperation {
  return operation
}
