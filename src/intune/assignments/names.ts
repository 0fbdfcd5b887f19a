import { concernsOneRead, toGraphError } from '../../graph/transport/errors'
import type { Graph, GraphRequest } from '../../graph/types'
import type { Assignment } from '../stored/policy-unit'
import { isObject, textOrNull } from '../../shared/text'

/** Adds the names of groups and filters to assignments. */
export interface AssignmentNames {
  /** Returns the assignments with names; a name that cannot be read is null. Throws only what stops the whole run. */
  addNames(assignments: readonly Assignment[]): Promise<Assignment[]>
  /** Missing permissions: `groups` or `filters` → the permission that reads their names. */
  readonly forbidden: ReadonlyMap<(typeof nameKinds)[number], string>
}

/** What has names, and needs a permission to read them: the keys of `forbidden`. */
export const nameKinds = ['groups', 'filters'] as const

const groupPermission = 'GroupMember.Read.All'
const filterPermission = 'DeviceManagementConfiguration.Read.All'

/** Lists that show whether names can be read. */
export const nameLists: Readonly<Record<(typeof nameKinds)[number], GraphRequest>> = {
  groups: { version: 'v1.0', path: 'groups', query: { $top: '1', $select: 'id' }, permission: groupPermission },
  filters: { version: 'beta', path: 'deviceManagement/assignmentFilters', permission: filterPermission },
}

/**
 * Looks up each name once per run: filters by one list, groups by `$batch`. Groups that several policies need at the same
 * time are requested together. A renamed group gets its new name at the next sync.
 */
export function createAssignmentNames(graph: Graph): AssignmentNames {
  const groups = new Map<string, string | null>()
  const pending = new Set<string>()
  const requested = new Set<string>()
  const forbidden = new Map<(typeof nameKinds)[number], string>()
  let fetching: Promise<void> | undefined
  let filters: Promise<ReadonlyMap<string, string>> | undefined

  async function fetchPendingGroups(): Promise<void> {
    while (pending.size > 0) {
      const ids = [...pending]
      for (const id of ids) requested.add(id)
      pending.clear()
      const answers = forbidden.has('groups') ? [] : await graph.batch(ids.map(groupRequest))
      for (const [i, id] of ids.entries()) {
        const answer = answers[i]
        groups.set(id, answer?.status === 200 ? nameIn(answer.body) : null)
        if (answer && codeOf(answer) === 'graph.forbidden') forbidden.set('groups', groupPermission)
      }
    }
  }

  async function loadGroups(ids: readonly string[]): Promise<void> {
    for (;;) {
      const unknown = ids.filter((id) => !groups.has(id))
      if (unknown.length === 0) return
      for (const id of unknown) if (!requested.has(id)) pending.add(id)
      fetching ??= fetchPendingGroups().finally(() => (fetching = undefined))
      await fetching
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
    async addNames(assignments) {
      const ids = assignments.flatMap(({ groupId, targetKind }) => (groupId && isGroup(targetKind) ? groupId : []))
      await loadGroups(ids.map((id) => id.toLowerCase()))
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
