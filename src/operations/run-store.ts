import type { Db } from '../db/database'
import { applySweep } from '../intune/store/apply-sweep'
import { countStoredPolicies, missingPolicies, type StoredPolicy, storedPolicies } from '../intune/store/read-policies'
import type { Sweep } from '../intune/store/sweep'
import { writePolicy } from '../intune/store/write-policy'
import type { PolicyUnit } from '../intune/stored/policy-unit'
import { doneItems, type ItemResult, recordItem } from '../runs/ledger/record-item'
import type { RunContext } from '../runs/operation'
import { AttemptStopped } from '../runs/worker/attempt-stopped'
import type { GraphId } from '../shared/ids'
import { readTenant } from '../tenants/find'

/** What one run reads and writes. Every write is fenced by the run's attempt: a stale attempt throws `AttemptStopped`. */
export interface RunStore {
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
  /** Removes what this run did not see, in the transaction that ends it. */
  sweep(tx: Db, sweep: Sweep): Promise<void>
}

/** Opens the store of a run. */
export type OpenStore = (context: RunContext) => RunStore

/** Makes the stores of runs. `writing`: the pool in which all runs of this process write policies. */
export function createOpenStore({ db, writing }: { db: Db; writing: Db }): OpenStore {
  return ({ run: { id: runId, tenantId }, tenant, fence }) => {
    const writer = { ...fence, appKey: tenant.appKey }
    return {
      done: () => doneItems(db, runId),
      write: async (unit) => requireWritten(await writePolicy(writing, writer, unit)),
      record: async (item) => requireWritten(await recordItem(writing, writer, item)),
      missing: (source, limit) => missingPolicies(db, { runId, tenantId, source, limit }),
      stored: () => storedPolicies(db, tenantId),
      countStored: () => countStoredPolicies(db, tenantId),
      async sweep(tx, sweep) {
        // the app may have renamed the tenant since the attempt began
        const current = await readTenant(tx, tenantId)
        if (current) await applySweep(tx, { ...fence, appKey: current.appKey }, tenantId, sweep)
      },
    }
  }
}

function requireWritten(written: unknown): void {
  if (!written) throw new AttemptStopped('fenced')
}
