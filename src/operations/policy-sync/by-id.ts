import { toAppError, toSafeError } from '../../shared/errors'
import type { BatchAnswer } from '../../graph/types'
import type { GraphId } from '../../shared/ids'
import { concernsOneRead, toGraphError } from '../../graph/transport/errors'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { idWithSource } from '../../intune/stored/policy-id'
import { listRequest } from '../../intune/policy-types/list-request'
import { endsTheRun } from '../ends-the-run'
import { itemKey, type SyncContext, syncPolicy } from './source'

/** Policies asked for at a time: this many answers are in memory together. */
const batchSize = 100

/** What is done with a policy that Graph calls gone. */
type OnGone = (id: GraphId) => Promise<void>

/**
 * Syncs policies that are asked for by id; any error but "gone" is a failed item, and the policy keeps its rows. Throws only what
 * ends the run.
 */
export async function syncByIds(
  type: PolicyType,
  ids: readonly GraphId[],
  sync: SyncContext,
  onGone: OnGone,
): Promise<void> {
  const answered: GraphId[] = []
  for (let from = 0; from < ids.length; from += batchSize)
    answered.push(...(await syncBatch(type, ids.slice(from, from + batchSize), sync, onGone)))
  if (answered.length > 0) await syncListedAgain(type, answered, sync, onGone)
  await sync.pool.drain()
}

/**
 * Requests policies by id; all of them are failed items when that fails. Returns those whose answer proves nothing, because
 * the collection answers deleted ones too.
 */
async function syncBatch(
  type: PolicyType,
  ids: readonly GraphId[],
  sync: SyncContext,
  onGone: OnGone,
): Promise<GraphId[]> {
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
      if (error.code === 'graph.not_found') await onGone(id)
      else await recordFailure(source, id, error, sync)
    }
  }
  return unproven
}

/** Reads the list once more: what it holds is synced, and what two lists in a row left out is gone. */
async function syncListedAgain(
  type: PolicyType,
  ids: readonly GraphId[],
  sync: SyncContext,
  onGone: OnGone,
): Promise<void> {
  const { source } = type
  const wanted = new Map(ids.map((id) => [keyOf(source, id), id]))
  try {
    for await (const page of sync.graph.pages(listRequest(type)))
      for (const entry of page.value) if (wanted.delete(itemKey(source, entry))) await addPolicy(type, entry, sync)
  } catch (error) {
    return void (await recordFailures(source, wanted.values(), error, sync))
  }
  for (const id of wanted.values()) await onGone(id)
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

/** Records a policy that was asked for by id as failed. */
export async function recordFailure(source: string, id: GraphId, error: unknown, sync: SyncContext): Promise<void> {
  const { code, message } = toSafeError(toAppError(error))
  await sync.store.record({ key: keyOf(source, id), source, label: id, outcome: 'failed', code, message })
}

/** The key of a policy's item. */
export const keyOf = idWithSource
