import type * as z from 'zod'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { AppError } from '../../shared/errors'
import { toGraphId } from '../../shared/ids'
import { keyOf, recordFailure, syncByIds } from './by-id'
import type { policySync } from './record'
import type { SyncContext } from './source'

type Input = z.output<(typeof policySync)['input']>
type Policies = NonNullable<Input['policies']>

/** What one sync reads. */
interface Choice {
  /** Everything: what is not seen is gone. */
  all: boolean
  /** The types that are read by their lists. */
  listed: readonly PolicyType[]
  /** Policies that are asked for by id. */
  named: Policies
}

/** Tells what a sync reads: everything, unless its input names sources or policies. */
export function choose(types: readonly PolicyType[], { policies, sources }: Input): Choice {
  if (!policies && !sources) return { all: true, listed: types, named: [] }
  return { all: false, listed: types.filter(({ source }) => sources?.includes(source)), named: policies ?? [] }
}

/**
 * Syncs policies that the input names. One that Graph does not have, or whose source is unknown, is a failed item and keeps
 * its rows: a full sync decides what is gone.
 */
export async function syncNamed(types: readonly PolicyType[], named: Policies, sync: SyncContext): Promise<void> {
  const notFound = (source: string, id: string) =>
    recordFailure(source, toGraphId(id), new AppError('graph.not_found'), sync)
  for (const [source, ids] of bySource(named)) {
    const type = types.find((each) => each.source === source)
    const open = [...ids].map(toGraphId).filter((id) => !sync.done.has(keyOf(source, id)))
    if (type) await syncByIds(type, open, sync, (id) => notFound(source, id))
    else for (const id of open) await notFound(source, id)
  }
}

function bySource(named: Policies): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>()
  for (const { source, id } of named) ids.set(source, (ids.get(source) ?? new Set()).add(id))
  return ids
}
