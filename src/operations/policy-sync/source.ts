import { toGraphId } from '../../shared/ids'
import { createHash } from 'node:crypto'
import type { BoundedPool } from '../../shared/bounded-pool'
import { type AppError, toAppError, toSafeError } from '../../shared/errors'
import type { Graph } from '../../graph/types'
import type { AssignmentNames } from '../../intune/assignments/names'
import { resolveDefinitions } from '../../intune/policy-types/resolve-definitions'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { idWithSource, storedPolicyId } from '../../intune/stored/policy-id'
import { wellFormed } from '../../shared/text'
import { listRequest } from '../../intune/policy-types/list-request'
import { unreadItem } from '../unread-item'
import { endsTheRun } from '../ends-the-run'
import { logPolicyBug } from '../log-policy-bug'
import type { RunContext } from '../../runs/operation'
import type { FindDefinition } from '../../intune/definitions/find-definition'
import type { Catalog } from '../../intune/stored/definition'
import type { Fingerprint } from '../../intune/stored/fingerprint'
import type { RunStore } from '../run-store'
import { toPolicyDetails } from './to-policy-details'

/** A policy whose write the database cancelled, because it took longer than a statement may. */
interface CancelledWrite {
  type: PolicyType
  key: string
  entry: unknown
}

/** What all sources of one sync share. */
export interface SyncContext {
  graph: Graph
  assignmentNames: AssignmentNames
  /** Keys of items that an earlier attempt of this run has finished. */
  done: ReadonlySet<string>
  pool: BoundedPool
  /** Policies to sync once more at the end. */
  cancelledWrites: CancelledWrite[]
  /** This is that second try: what fails now has failed. */
  lastTry?: boolean
  store: RunStore
  /** Loads definitions from the cache, or else from Graph. Never fails because one is missing. */
  findDefinitions(catalog: Catalog, ids: ReadonlySet<string>): Promise<FindDefinition>
  /** HMAC of a secret with the deployment's key. */
  fingerprint: Fingerprint
  context: RunContext
  counts: { listed: number; settled: number }
  reportProgress: () => void
}

export interface SourceResult {
  source: string
  /** Why it was not read to its last page; without it, policies that were not seen are gone. */
  failure?: AppError
}

/** Lists one source and syncs its policies in the pool. Throws only what ends the run. */
export async function syncSource(type: PolicyType, sync: SyncContext): Promise<SourceResult> {
  const { source } = type
  const { graph, done, pool, store, context, counts } = sync
  const listed = new Set<string>()
  try {
    for await (const page of graph.pages(listRequest(type))) {
      for (const entry of page.value) {
        const key = itemKey(source, entry)
        if (listed.has(key)) continue // entries shifted between pages, or the list was restarted
        listed.add(key)
        counts.listed++
        await pool.add(() => syncPolicy(type, key, entry, sync))
      }
      sync.reportProgress()
    }
  } catch (error) {
    if (endsTheRun(error, context.signal)) throw error
    const failure = toAppError(error)
    await store.record(unreadItem(source, failure))
    return { source, failure }
  }
  // once per run: recorded again, the item would count as progress of a later attempt
  if (!done.has(source)) await store.record({ key: source, source, label: source, outcome: 'succeeded' })
  return { source }
}

/** Reads one policy and writes its rows and item; a failure is a failed item. Throws only what ends the run. */
export async function syncPolicy(type: PolicyType, key: string, entry: unknown, sync: SyncContext): Promise<void> {
  const { graph, done, store, context, counts } = sync
  const { source } = type
  context.signal.throwIfAborted()
  try {
    if (done.has(key)) return
    const policy = type.parse(entry)
    const read = await type.readFull(policy, graph)
    const { full } = read
    const names = await resolveDefinitions(type, full, (catalog, ids) => sync.findDefinitions(catalog, ids))
    await store.write({
      source,
      graphId: policy.id,
      graphPolicyId: storedPolicyId(source, policy.id),
      policyName: type.policyName(full),
      policyType: type.policyType(full),
      rows: type.flatten(full, names, sync.fingerprint),
      details: await toPolicyDetails(type, read, sync.assignmentNames),
    })
  } catch (error) {
    if (endsTheRun(error, context.signal)) throw error
    const { code, message } = toSafeError(error)
    if (code === 'db.statement_cancelled' && !sync.lastTry) return void sync.cancelledWrites.push({ type, key, entry })
    logPolicyBug(context, key, error)
    await store.record({ key, source, label: labelOf(entry), outcome: 'failed', code, message })
  } finally {
    if (!sync.lastTry) counts.settled++
    sync.reportProgress()
  }
}

/** Returns the item's key: `source/id`, or a hash of the entry when its id is not readable. */
export function itemKey(source: string, entry: unknown): string {
  const id = isRecord(entry) && typeof entry.id === 'string' ? entry.id : null
  if (id !== null && id.length <= 200 && !id.includes('\0')) return idWithSource(source, toGraphId(id))
  return `${source}/unreadable-${createHash('sha256')
    .update(JSON.stringify(entry) ?? '')
    .digest('hex')
    .slice(0, 16)}`
}

function labelOf(entry: unknown): string {
  const { name, displayName } = isRecord(entry) ? entry : {}
  const label = typeof name === 'string' ? name : typeof displayName === 'string' ? displayName : ''
  return wellFormed(label.slice(0, 500))
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
