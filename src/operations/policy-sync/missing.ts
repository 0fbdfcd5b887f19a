import { toAppError, toSafeError } from '../../shared/errors'
import type { BatchAnswer } from '../../graph/types'
import type { GraphId } from '../../shared/ids'
import { concernsOneRead, toGraphError } from '../../graph/transport/errors'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { storedPolicyId } from '../../intune/stored/policy-id'
import { listRequest } from '../../intune/policy-types/list-request'
import { endsTheRun } from '../ends-the-run'
import { itemKey, type SyncContext, syncPolicy } from './source'

/** Policies asked for at a time: this many answers are in memory together. */
const batchSize = 100
/** More ids than the pages of any list can hold. */
const everyId = 1_000_000

/**
 * Requests each stored policy that the source's list did not contain: when entries shift between pages, a list can skip
 * one. A policy that exists is synced; one that Graph calls gone is left to the sweep; any other error is a failed item
 * and keeps its rows.
 */
export async function syncMissing(type: PolicyType, sync: SyncContext): Promise<void> {
  const ids = await sync.store.missing(type.source, everyId)
  const answered: GraphId[] = []
  for (let from = 0; from < ids.length; from += batchSize)
    answered.push(...(await syncById(type, ids.slice(from, from + batchSize), sync)))
  if (answered.length > 0) await syncListedAgain(type, answered, sync)
  await sync.pool.drain()
}

/**
 * Requests policies by id; all of them are failed items when that fails. Returns those whose answer proves nothing, because
 * the collection answers deleted ones too.
 */
async function syncById(type: PolicyType, ids: readonly GraphId[], sync: SyncContext): Promise<GraphId[]> {
  const { source, version, path, permission } = type
  const requests = ids.map((id) => ({ version, path: `${path}/${encodeURIComponent(id)}`, permission }))
  const answers = await sync.graph.batch(requests).catch((error: unknown) => recordFailures(source, ids, error, sync))
  const unproven: GraphId[] = []
  for (const [i, { status, body }] of answers.entries()) {
    const id = ids[i]!
    if (status === 200 && type.answersDeleted) unproven.push(id)
    else if (status === 200) await addPolicy(type, body, sync)
    else {
      const error = toGraphError({ status, body, permission })
      if (!concernsOneRead(error)) throw error
      if (error.code !== 'graph.not_found') await recordFailure(source, id, error, sync)
    }
  }
  return unproven
}

/** Reads the list once more: what it holds is synced, and what two lists in a row left out is gone. */
async function syncListedAgain(type: PolicyType, ids: readonly GraphId[], sync: SyncContext): Promise<void> {
  const { source } = type
  const wanted = new Map(ids.map((id) => [keyOf(source, id), id]))
  try {
    for await (const page of sync.graph.pages(listRequest(type)))
      for (const entry of page.value) if (wanted.delete(itemKey(source, entry))) await addPolicy(type, entry, sync)
  } catch (error) {
    await recordFailures(source, wanted.values(), error, sync)
  }
}

/** Records policies as failed that share one reason. Throws it when it ends the run. */
async function recordFailures(
  source: string,
  ids: Iterable<GraphId>,
  error: unknown,
  sync: SyncContext,
): Promise<BatchAnswer[]> {
  if (endsTheRun(error, sync.context.signal)) throw error
  for (const id of ids) await recordFailure(source, id, error, sync)
  return []
}

async function addPolicy(type: PolicyType, entry: unknown, sync: SyncContext): Promise<void> {
  sync.counts.listed++
  await sync.pool.add(() => syncPolicy(type, itemKey(type.source, entry), entry, sync))
}

async function recordFailure(source: string, id: GraphId, error: unknown, sync: SyncContext): Promise<void> {
  const { code, message } = toSafeError(toAppError(error))
  await sync.store.record({ key: keyOf(source, id), source, label: id, outcome: 'failed', code, message })
}

const keyOf = (source: string, id: GraphId) => `${source}/${storedPolicyId(source, id)}`
