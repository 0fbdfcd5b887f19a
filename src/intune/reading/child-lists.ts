import { AppError } from '../../shared/errors'
import { concernsOneRead, toGraphError } from '../../graph/transport/errors'
import type { Graph, GraphRequest } from '../../graph/types'
import { isObject } from '../../shared/text'
import type { PolicyWithAssignments } from '../stored/full-policy'

/** A list below a policy, complete, or the error that reading it ended with. */
export type ChildList = unknown[] | AppError

/**
 * Reads lists below one policy, each to its last page and each with its own result. The first pages of several lists come
 * in one `$batch`. An entry that comes twice, because entries shifted between pages, is taken once; `keyOf` tells which are the
 * same. Throws errors that concern more than one list: stopped, throttled, no token.
 */
export async function readChildLists(
  graph: Graph,
  requests: readonly GraphRequest[],
  keyOf = entryKey,
): Promise<ChildList[]> {
  const firsts = requests.length > 1 ? await graph.batch(requests) : []
  return Promise.all(
    requests.map(async (request, i) => {
      const first = firsts[i]
      if (first && first.status !== 200)
        return requireSingleFailure(toGraphError({ ...first, permission: request.permission }))
      return readAllPages(graph, request, first?.body, keyOf).catch(requireSingleFailure)
    }),
  )
}

/** Returns a list without which the policy is incomplete. Throws the list's error. */
export function requireList(part: ChildList | undefined): unknown[] {
  if (Array.isArray(part)) return part
  throw part ?? new AppError('internal.bug', { message: 'A list of a policy was not requested.' })
}

/** Returns the assignments, or `unreadable`: a policy is synced without them. */
export function assignmentsOrUnreadable(part: ChildList | undefined): readonly unknown[] | 'unreadable' {
  return Array.isArray(part) ? part : 'unreadable'
}

/** Assignments that `$expand=assignments` added to a list's entry; undefined when there are none or more pages follow. */
export function expandedAssignments(listed: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const list = listed['assignments']
  return Array.isArray(list) && !listed['assignments@odata.nextLink'] ? list : undefined
}

/** Requests the assignments of a policy that is otherwise complete, unless its list entry has them. `own`: the policy. */
export async function readAssignments(
  policy: Readonly<Record<string, unknown>>,
  own: GraphRequest,
  graph: Graph,
): Promise<PolicyWithAssignments> {
  const full = withoutAssignments(policy)
  const expanded = expandedAssignments(policy)
  if (expanded) return { full, assignments: expanded }
  const [assignments] = await readChildLists(graph, [{ ...own, path: `${own.path}/assignments` }])
  return { full, assignments: assignmentsOrUnreadable(assignments) }
}

/** Removes the assignments that `$expand` added; they are stored separately. */
export function withoutAssignments(policy: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(policy).filter(([key]) => !/^assignments(@odata\.|$)/.test(key)))
}

/** Reads all pages. When entries shift between pages, Graph sends some twice; an entry with an id is taken once. */
async function readAllPages(
  graph: Graph,
  request: GraphRequest,
  first: unknown,
  keyOf: typeof entryKey,
): Promise<unknown[]> {
  let entries = new Map<unknown, unknown>()
  for await (const page of graph.pages(request, first)) {
    if (page.restarted) entries = new Map()
    for (const entry of page.value) entries.set(keyOf(entry) ?? `unnumbered ${entries.size}`, entry)
  }
  return [...entries.values()]
}

/**
 * Identifies an entry by its id; a setting by its id and its definition, because Graph renumbers settings when a policy is
 * edited.
 */
function entryKey(entry: unknown): string | undefined {
  if (!isObject(entry) || typeof entry['id'] !== 'string') return undefined
  const instance = entry['settingInstance']
  return JSON.stringify([entry['id'], isObject(instance) ? instance['settingDefinitionId'] : null])
}

function requireSingleFailure(error: unknown): AppError {
  if (!concernsOneRead(error)) throw error
  return error
}
