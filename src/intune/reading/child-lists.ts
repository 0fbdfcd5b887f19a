import { AppError } from '../../shared/errors'
import { concernsOneRead, toGraphError } from '../../graph/transport/errors'
import type { Graph, GraphRequest } from '../../graph/types'
import { isObject } from '../../shared/text'
import type { PolicyWithAssignments } from '../stored/full-policy'

/** A list below a policy, read to its end; or why it could not be. */
export type ChildList = unknown[] | AppError

/**
 * Lists that lie below one policy, each read to its last page and each with an outcome of its own. One is read as it is;
 * several are asked for in one `$batch`, which saves round trips. Throws what is no single list's matter: stopped,
 * throttled, no token.
 */
export async function readChildLists(graph: Graph, requests: readonly GraphRequest[]): Promise<ChildList[]> {
  const firsts = requests.length > 1 ? await graph.batch(requests) : []
  return Promise.all(
    requests.map(async (request, i) => {
      const first = firsts[i]
      if (first && first.status !== 200) return onlyThisPart(toGraphError({ ...first, permission: request.permission }))
      return toTheEnd(graph, request, first?.body).catch(onlyThisPart)
    }),
  )
}

/** The list of a part that a policy is nothing without; its failure is the policy's. */
export function requireList(part: ChildList | undefined): unknown[] {
  if (Array.isArray(part)) return part
  throw part ?? new AppError('internal.bug', { message: 'A part of a policy was not asked for.' })
}

/** Assignments that could not be read are no reason to lose a policy's settings. */
export function assignmentsOrUnreadable(part: ChildList | undefined): readonly unknown[] | 'unreadable' {
  return Array.isArray(part) ? part : 'unreadable'
}

/** What `$expand=assignments` brought along in a list; undefined where it did not, or not to the end. */
export function expandedAssignments(listed: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const list = listed['assignments']
  return Array.isArray(list) && !listed['assignments@odata.nextLink'] ? list : undefined
}

/** A policy that is whole in its list but for assignments, which it may lack: then they alone are asked for. `own`: the policy. */
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

/** A policy without the assignments that its list may have brought along: they are kept apart. */
export function withoutAssignments(policy: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(policy).filter(([key]) => !/^assignments(@odata\.|$)/.test(key)))
}

/** A list that moved under its pages gives some entries twice: those with an id count once. */
async function toTheEnd(graph: Graph, request: GraphRequest, first: unknown): Promise<unknown[]> {
  let entries = new Map<unknown, unknown>()
  for await (const page of graph.pages(request, first)) {
    if (page.restarted) entries = new Map()
    for (const entry of page.value) entries.set(keyOf(entry) ?? `unnumbered ${entries.size}`, entry)
  }
  return [...entries.values()]
}

/**
 * Numbers of settings are given anew when a policy is edited, so only number and definition together tell that one is
 * the same.
 */
function keyOf(entry: unknown): string | undefined {
  if (!isObject(entry) || typeof entry['id'] !== 'string') return undefined
  const instance = entry['settingInstance']
  return JSON.stringify([entry['id'], isObject(instance) ? instance['settingDefinitionId'] : null])
}

function onlyThisPart(error: unknown): AppError {
  if (!concernsOneRead(error)) throw error
  return error
}
