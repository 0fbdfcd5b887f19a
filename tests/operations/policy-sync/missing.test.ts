import type { BatchAnswer } from '../../../src/graph/types'
import type { ItemResult } from '../../../src/runs/ledger/record-item'
import { syncMissing } from '../../../src/operations/policy-sync/missing'
import type { SyncContext } from '../../../src/operations/policy-sync/source'
import { configurationPolicies } from '../../../src/intune/policy-types/configuration-policies/index'
import type { PolicyUnit } from '../../../src/intune/stored/policy-unit'
import { createBoundedPool } from '../../../src/shared/bounded-pool'
import { open } from '../../graph/support/open'
import type { Received, Reply } from '../../graph/support/server'

const policy = (id: string) => ({ id, name: `Policy ${id}`, settingCount: 0, assignments: [] })
const notFound = { error: { code: 'ResourceNotFound', message: 'x' } }
const idOf = (url: string) => url.split('?')[0]!.split('/').at(-1)!

/** Answers a list with these policies, and each policy by its id as told; by default Graph has it. */
function graphWith(answers: Record<string, BatchAnswer>, list: () => Reply) {
  const asked: string[][] = []
  const script = ({ url, body }: Received): Reply => {
    if (!url.endsWith('$batch')) return url.includes('/settings') ? { json: { value: [] } } : list()
    const { requests } = body as { requests: { id: string; url: string }[] }
    asked.push(requests.map((request) => idOf(request.url)))
    const responses = requests.map(({ id, url: inner }) => {
      return { id, ...(answers[idOf(inner)] ?? { status: 200, body: policy(idOf(inner)) }) }
    })
    return { json: { responses } }
  }
  return { script, asked }
}

interface Scene {
  answers?: Record<string, BatchAnswer>
  type?: typeof configurationPolicies
  list?: () => Reply
  /** Instead of all answers to a `$batch`. */
  batch?: Reply
}

/** Asks for the policies that a list left out, with the real client on a real server. */
async function syncOf(
  missing: string[],
  { answers = {}, type = configurationPolicies, list = () => ({ json: { value: [] } }), batch: broken }: Scene = {},
) {
  const written: PolicyUnit[] = []
  const recorded: ItemResult[] = []
  const { script, asked } = graphWith(answers, list)
  await using rig = await open((request) => (broken && request.url.endsWith('$batch') ? broken : script(request)))
  const batch = jest.spyOn(rig.graph, 'batch')
  const store = {
    missing: async (_source: string, limit: number) => missing.slice(0, limit),
    write: async (unit: PolicyUnit) => void written.push(unit),
    record: async (item: ItemResult) => void recorded.push(item),
  }
  const sync = {
    graph: rig.graph,
    assignmentNames: { addNames: async () => [], forbidden: new Map() },
    done: new Set<string>(),
    pool: createBoundedPool({ running: 20, waiting: 100 }),
    store,
    findDefinitions: async () => () => undefined,
    fingerprint: (secret: string) => secret,
    context: { signal: new AbortController().signal },
    counts: { listed: 0, settled: 0 },
    reportProgress: () => {},
  } as unknown as SyncContext
  await syncMissing(type, sync)
  const together = Math.max(0, ...batch.mock.calls.map(([requests]) => requests.length))
  return { written: written.map(({ graphId }) => graphId), recorded, asked: asked.flat(), together }
}

test('a policy that the list skipped is synced', async () => {
  expect(await syncOf(['there'])).toMatchObject({ written: ['there'], recorded: [] })
})

test('a policy whose request fails is a failed item and keeps its rows', async () => {
  const { recorded } = await syncOf(['a'], { answers: { a: { status: 503, body: {} } } })
  expect(recorded).toMatchObject([{ key: 'configurationPolicies/a', outcome: 'failed', code: 'graph.unavailable' }])
})

test('point 15: a request for missing policies that Graph answers with nonsense fails these policies, not the run', async () => {
  const { recorded } = await syncOf(['a', 'b'], { batch: { text: '<html>' } })
  expect(recorded).toMatchObject([
    { label: 'a', code: 'graph.malformed' },
    { label: 'b', code: 'graph.malformed' },
  ])
})

test('nothing is requested when nothing is missing', async () => {
  expect(await syncOf([])).toMatchObject({ asked: [], written: [] })
})

test('point 15: every missing policy is asked for by its id, in batches of at most 100', async () => {
  const gone = Array.from({ length: 1_210 }, (_, n) => `gone-${n}`)
  const answers = Object.fromEntries(gone.map((id) => [id, { status: 404, body: notFound }]))
  const { asked, written, recorded, together } = await syncOf([...gone, 'there'], { answers })
  expect(asked.toSorted()).toEqual([...gone, 'there'].toSorted())
  expect([written, recorded]).toEqual([['there'], []])
  expect(together).toBe(100)
})

const wrapped = JSON.stringify({ ErrorCode: 'ResourceNotFound', Message: 'x' })

test.each<BatchAnswer>([
  { status: 410, body: undefined },
  { status: 404, body: notFound },
  { status: 400, body: notFound },
  { status: 404, body: { error: { code: 'NotFound', message: 'x' } } },
  { status: 404, body: { error: { code: 'UnknownError', message: wrapped } } },
])('point 15: %j proves that a policy is gone', async (answer) => {
  expect(await syncOf(['a'], { answers: { a: answer } })).toMatchObject({ written: [], recorded: [] })
})

test.each<BatchAnswer>([
  { status: 404, body: undefined },
  { status: 404, body: 'PGh0bWw+PC9odG1sPg==' },
  { status: 404, body: {} },
  { status: 404, body: { error: { code: 'UnknownError', message: '' } } },
  { status: 404, body: { error: { code: 'TenantDeploymentNotFound', message: 'x' } } },
  { status: 400, body: { error: { code: 'BadRequest', message: "Resource not found for the segment 'x'." } } },
  { status: 404, body: { error: { code: 'ResourceNotFound', message: "Resource not found for the segment 'x'." } } },
])('point 15: %j proves nothing: a failed item, whose rows stay', async (answer) => {
  const { recorded, written } = await syncOf(['a'], { answers: { a: answer } })
  expect(written).toEqual([])
  expect(recorded).toMatchObject([{ outcome: 'failed', code: expect.not.stringContaining('not_found') }])
})

describe('a collection that answers a deleted policy by its id', () => {
  const type = { ...configurationPolicies, answersDeleted: true }
  const list = () => ({ json: { value: [policy('listed')] } })

  test('point 15: what two lists in a row left out is gone, what the second one has is synced', async () => {
    expect(await syncOf(['listed', 'gone'], { type, list })).toMatchObject({ written: ['listed'], recorded: [] })
  })

  test('point 15: when the second list fails, the policies are failed items and keep their rows', async () => {
    const { written, recorded } = await syncOf(['a', 'b'], { type, list: () => ({ status: 403 }) })
    expect(written).toEqual([])
    expect(recorded).toMatchObject([{ code: 'graph.forbidden' }, { code: 'graph.forbidden' }])
  })

  test('point 15: for every other collection an answer by id is a policy', async () => {
    const { written } = await syncOf(['listed', 'gone'], { list })
    expect(written.toSorted()).toEqual(['gone', 'listed'])
  })
})
