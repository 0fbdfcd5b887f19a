import type { Graph } from '../../../src/graph/types'

/** Ids of so many policies. */
export const policyIds = (count: number) =>
  Array.from({ length: count }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

/** Graph with these policies, without settings, in its first list. */
export function graphOf(ids: readonly string[]): Graph {
  const listed = ids.map((id) => ({ id, name: `Policy ${id}`, settingCount: 0, assignments: [] }))
  return {
    async *pages({ path }) {
      yield { value: path.endsWith('/configurationPolicies') ? listed : [], restarted: false }
    },
    get: async () => ({}),
    batch: async () => [],
    permissions: async () => null,
    forDefinitions: () => graphOf(ids),
    metrics: { requests: 0, pages: 0, retries: 0, throttledMs: 0, definitionRequests: 0 },
  }
}
