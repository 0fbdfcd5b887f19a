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

/** What an operation can read and write. Every write is fenced by the run's attempt. */
export interface Ports {
  /** Opens Microsoft Graph for this run's tenant. */
  graph: () => Promise<Graph>
  settings: {
    /** HMAC of a secret with the deployment's key. */
    fingerprint: Fingerprint
    /** Keys of items that an earlier attempt of this run has finished. */
    done(): Promise<Set<string>>
    /** Writes one policy and its item in one transaction. */
    write(unit: PolicyUnit): Promise<void>
    /** Records an item without rows. */
    record(item: ItemResult): Promise<void>
    /** Graph's ids of stored policies of a source that have no item in this run. */
    missing(source: string, limit: number): Promise<GraphId[]>
    /** The tenant's policies as they were last read. */
    stored(): AsyncIterable<StoredPolicy>
    countStored(): Promise<number>
    /**
     * Loads the definitions with these ids from the cache, or else from Graph; with `graph` null, only stored ones. Never
     * fails because one is missing.
     */
    definitions(catalog: Catalog, ids: ReadonlySet<string>, graph: Graph | null): Promise<FindDefinition>
  }
}

/** What the transaction that ends the run applies. The run's status follows from its items. */
export interface OperationResult {
  sweep?: Sweep
}

/** An operation of this registry. */
export type AnyOperation = Operation<unknown, Ports, OperationResult>

/** Types one operation by its own `Input` and returns the common type, so that the registry can list all operations. */
export function defineOperation<Input>(operation: Operation<Input, Ports, OperationResult>): AnyOperation {
  return operation
}
