import { toGraphId } from '../../shared/ids'
import { createHash } from 'node:crypto'
import type { BoundedPool } from '../../shared/bounded-pool'
import { type AppError, toAppError, toSafeError } from '../../shared/errors'
import type { Graph } from '../../graph/types'
import type { AssignmentNames } from '../../intune/assignments/names'
import { resolveNames } from '../../intune/policy-types/resolve-names'
import type { PolicyType } from '../../intune/policy-types/policy-type'
import { storedPolicyId } from '../../intune/stored/policy-id'
import { wellFormed } from '../../shared/text'
import { endsTheRun } from '../ends-the-run'
import type { RunContext } from '../../runs/operation'
import type { Ports } from '../ports'
import { toPolicyRead } from './to-policy-read'

/** What the branches of one sync share. */
export interface Shared {
  graph: Graph
  assignmentNames: AssignmentNames
  /** Keys of items that an earlier attempt of this run has finished. */
  done: ReadonlySet<string>
  pool: BoundedPool
  ports: Ports
  context: RunContext
  seen: { listed: number; settled: number }
  show: () => void
}

export interface SourceResult {
  source: string
  /** Why it was not read to its end; what was not seen is gone only where it was. */
  failure?: AppError
}

/** Reads one source from its first page to its last, each policy on its own beside the others. */
export async function syncSource(type: PolicyType, shared: Shared): Promise<SourceResult> {
  const { source, version, path, listQuery, permission } = type
  const { graph, done, pool, ports, context, seen } = shared
  const listed = new Set<string>()
  try {
    for await (const page of graph.pages({ version, path, query: listQuery, permission })) {
      for (const entry of page.value) {
        const key = keyOf(source, entry)
        if (listed.has(key)) continue // the list moved under its pages, or was begun anew
        listed.add(key)
        seen.listed++
        await pool.add(() => syncPolicy(type, key, entry, shared))
      }
      shared.show()
    }
  } catch (error) {
    if (endsTheRun(error, context.signal)) throw error
    const failure = toAppError(error)
    const { code, message } = toSafeError(failure)
    // a tenant that is not licensed for a source has lost nothing by it
    const outcome = code === 'graph.not_licensed' ? 'skipped' : 'failed'
    await ports.settings.record({ key: source, source, label: source, outcome, code, message })
    return { source, failure }
  }
  // once per run: an item recorded anew would pass for progress of a later attempt
  if (!done.has(source)) await ports.settings.record({ key: source, source, label: source, outcome: 'succeeded' })
  return { source }
}

export async function syncPolicy(type: PolicyType, key: string, entry: unknown, shared: Shared): Promise<void> {
  const { graph, done, ports, context, seen } = shared
  const { source } = type
  context.signal.throwIfAborted()
  try {
    if (done.has(key)) return
    const policy = type.parse(entry)
    const read = await type.readWhole(policy, graph)
    const { whole } = read
    const names = await resolveNames(type, whole, (ids) => ports.settings.names(type.catalog, ids, graph))
    await ports.settings.write({
      source,
      graphId: policy.id,
      graphPolicyId: storedPolicyId(source, policy.id),
      policyName: type.policyName(whole),
      policyType: type.policyType(whole),
      rows: type.flatten(whole, names, ports.settings.fingerprint),
      read: await toPolicyRead(type, read, shared.assignmentNames),
    })
  } catch (error) {
    // one unreadable policy is one failed item; the rest of the sync goes on
    if (endsTheRun(error, context.signal)) throw error
    const { code, message } = toSafeError(error)
    if (code === 'internal.bug') context.log('policy_failed', { item: key, code, error: nameOf(error) })
    await ports.settings.record({ key, source, label: labelOf(entry), outcome: 'failed', code, message })
  } finally {
    seen.settled++
    shared.show()
  }
}

/** `source/id` as stored; an entry without a readable id is told apart by its content. */
export function keyOf(source: string, entry: unknown): string {
  const id = isRecord(entry) && typeof entry.id === 'string' ? entry.id : null
  if (id !== null && id.length <= 200 && !id.includes('\0')) return `${source}/${storedPolicyId(source, toGraphId(id))}`
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
const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error)
