import type { BatchAnswer, Graph, GraphRequest } from '../../../src/graph/types'
import type { ItemResult } from '../../../src/runs/ledger/record-item'
import { syncMissing } from '../../../src/operations/policy-sync/missing'
import type { SyncContext } from '../../../src/operations/policy-sync/source'
import { configurationPolicies } from '../../../src/intune/policy-types/configuration-policies/index'
import type { PolicyUnit } from '../../../src/intune/stored/policy-unit'

/** The state of a sync after its list. `answers`: Graph's status for a policy that the list did not contain. */
function ended(missing: string[], answers: Record<string, number>) {
  const asked: string[] = []
  const written: PolicyUnit[] = []
  const recorded: ItemResult[] = []
  const graph = {
    async *pages() {
      await Promise.resolve()
      yield { value: [], restarted: false }
    },
    async batch(requests: readonly GraphRequest[]) {
      await Promise.resolve()
      asked.push(...requests.map(({ path }) => path))
      return requests.map(({ path }): BatchAnswer => {
        const id = path.split('/').at(-1)!
        if (id === 'settings' || id === 'assignments') return { status: 200, body: { value: [] } }
        const status = answers[id] ?? 200
        const code = status === 400 ? 'ResourceNotFound' : 'x'
        return { status, body: status === 200 ? { id, name: `Policy ${id}`, settingCount: 0 } : { error: { code } } }
      })
    },
  }
  const settings = {
    missing: async (_source: string, limit: number) => missing.slice(0, limit),
    write: async (unit: PolicyUnit) => void written.push(unit),
    record: async (item: ItemResult) => void recorded.push(item),
    definitions: async () => () => undefined,
    fingerprint: (secret: string) => secret,
  }
  const sync = {
    graph: graph as unknown as Graph,
    assignmentNames: { addNames: async () => [], forbidden: new Map() },
    done: new Set<string>(),
    ports: { settings },
    context: { signal: new AbortController().signal },
    counts: { listed: 0, settled: 0 },
    reportProgress: () => {},
  } as unknown as SyncContext
  return { sync, asked, written, recorded }
}

test('a policy that the list skipped is synced; one that no longer exists is left to the sweep', async () => {
  const { sync, written, recorded } = ended(['there', 'gone', 'gone-too'], { gone: 400, 'gone-too': 404 })
  await syncMissing(configurationPolicies, sync)
  expect(written.map(({ graphId, policyName }) => [graphId, policyName])).toEqual([['there', 'Policy there']])
  expect(recorded).toEqual([])
})

test('a policy whose request fails is a failed item and keeps its rows', async () => {
  const { sync, recorded } = ended(['a'], { a: 503 })
  await syncMissing(configurationPolicies, sync)
  expect(recorded).toMatchObject([
    { key: 'configurationPolicies/configurationPolicies/a', outcome: 'failed', code: 'graph.unavailable' },
  ])
})

test('nothing is requested when nothing is missing, or too many at once', async () => {
  for (const missing of [[], Array.from({ length: 501 }, (_, n) => `p${n}`)]) {
    const { sync, asked } = ended(missing, {})
    await syncMissing(configurationPolicies, sync)
    expect(asked).toEqual([])
  }
})
