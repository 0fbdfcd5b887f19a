import { concernsOneRead, toGraphError } from '../../graph/transport/errors'
import type { Graph, GraphRequest } from '../../graph/types'
import type { Assignment } from '../stored/policy-unit'
import { isObject, textOrNull } from '../../shared/text'

/** The names of groups and filters, as far as they may be read. */
export interface AssignmentNames {
  /** The same assignments with their names; null where there is none to be had. Never fails for a missing name. */
  name(assignments: readonly Assignment[]): Promise<Assignment[]>
  /** What could not be read for want of a permission: its name, by what it would have named. */
  readonly forbidden: ReadonlyMap<string, string>
}

const groupPermission = 'GroupMember.Read.All'
const filterPermission = 'DeviceManagementConfiguration.Read.All'

/**
 * Looks names up once a run, so that a renamed group is known at the next sync: filters by one list, groups by `$batch`,
 * each asked for once. Policies read side by side ask together.
 */
export function createAssignmentNames(graph: Graph): AssignmentNames {
  const groups = new Map<string, string | null>()
  const wanted = new Set<string>()
  const asked = new Set<string>()
  const forbidden = new Map<string, string>()
  let asking: Promise<void> | undefined
  let filters: Promise<ReadonlyMap<string, string>> | undefined

  async function askForGroups(): Promise<void> {
    while (wanted.size > 0) {
      const ids = [...wanted]
      for (const id of ids) asked.add(id)
      wanted.clear()
      const answers = forbidden.has('groups') ? [] : await graph.batch(ids.map(groupRequest))
      for (const [i, id] of ids.entries()) {
        const answer = answers[i]
        groups.set(id, answer?.status === 200 ? nameIn(answer.body) : null)
        if (answer && codeOf(answer) === 'graph.forbidden') forbidden.set('groups', groupPermission)
      }
    }
  }

  async function learnGroups(ids: readonly string[]): Promise<void> {
    for (;;) {
      const unknown = ids.filter((id) => !groups.has(id))
      if (unknown.length === 0) return
      for (const id of unknown) if (!asked.has(id)) wanted.add(id)
      asking ??= askForGroups().finally(() => (asking = undefined))
      await asking
    }
  }

  async function readFilters(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    const request: GraphRequest = {
      version: 'beta',
      path: 'deviceManagement/assignmentFilters',
      query: { $select: 'id,displayName' },
      permission: filterPermission,
    }
    try {
      for await (const page of graph.pages(request))
        for (const filter of page.value) {
          const name = nameIn(filter)
          if (isObject(filter) && typeof filter['id'] === 'string' && name) found.set(filter['id'].toLowerCase(), name)
        }
    } catch (error) {
      if (!concernsOneRead(error)) throw error
      if (error.code === 'graph.forbidden') forbidden.set('filters', filterPermission)
    }
    return found
  }

  return {
    forbidden,
    async name(assignments) {
      const ids = assignments.flatMap(({ groupId, targetKind }) => (groupId && isGroup(targetKind) ? groupId : []))
      await learnGroups(ids.map((id) => id.toLowerCase()))
      const named = assignments.some(({ filterId }) => filterId) ? await (filters ??= readFilters()) : new Map()
      return assignments.map((one) => ({
        ...one,
        groupName: (one.groupId && groups.get(one.groupId.toLowerCase())) ?? null,
        filterName: (one.filterId && (named.get(one.filterId.toLowerCase()) as string | undefined)) ?? null,
      }))
    },
  }
}

const isGroup = (targetKind: string) => targetKind === 'group' || targetKind === 'exclusion'

const groupRequest = (id: string): GraphRequest => ({
  version: 'v1.0',
  path: `groups/${encodeURIComponent(id)}`,
  query: { $select: 'id,displayName' },
  permission: groupPermission,
})

function codeOf(answer: { status: number; body: unknown }) {
  return answer.status < 400 ? undefined : toGraphError(answer).code
}

function nameIn(object: unknown): string | null {
  return isObject(object) ? textOrNull(object['displayName']) : null
}
