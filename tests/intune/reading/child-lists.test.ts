import { AppError } from '../../../src/shared/errors'
import type { GraphRequest } from '../../../src/graph/types'
import {
  assignmentsOrUnreadable,
  expandedAssignments,
  requireList,
  readAssignments,
  readChildLists,
  withoutAssignments,
} from '../../../src/intune/reading/child-lists'
import { fakeGraph } from '../policy-types/fake-graph'

const request = (path: string): GraphRequest => ({ version: 'beta', path, permission: `Permission.${path}` })
const coded = (code: string) => expect.objectContaining({ code }) as unknown

describe('readParts', () => {
  test('a single list is read without a batch', async () => {
    const { graph, asked, batches } = fakeGraph({ a: [[{ id: '1' }], [], [{ id: '2' }]] })
    expect(await readChildLists(graph, [request('a')])).toEqual([[{ id: '1' }, { id: '2' }]])
    expect([asked.map(({ path }) => path), batches]).toEqual([['a'], []])
  })

  test('several lists are requested in one batch and read to their last page, in order', async () => {
    const { graph, batches } = fakeGraph({ a: [[1], [2]], b: [[]], c: [[3]] })
    expect(await readChildLists(graph, [request('a'), request('b'), request('c')])).toEqual([[1, 2], [], [3]])
    expect(batches).toEqual([['a', 'b', 'c']])
  })

  test('each list has its own result', async () => {
    const { graph } = fakeGraph({ a: [[1]], b: 403, c: 404 })
    const [a, b, c] = await readChildLists(graph, [request('a'), request('b'), request('c')])
    expect([a, b, c]).toEqual([[1], coded('graph.forbidden'), coded('graph.not_found')])
    expect((b as AppError).message).toContain('Permission.b')
  })

  test('the error of a single list is its result', async () => {
    const { graph } = fakeGraph({ a: 403 })
    expect(await readChildLists(graph, [request('a')])).toEqual([coded('graph.forbidden')])
  })

  test.each([new AppError('graph.throttled'), new AppError('graph.auth.invalid_client'), new Error('stopped')])(
    'an error that concerns more than one list is thrown (%s)',
    async (error) => {
      const { graph } = fakeGraph({})
      const failing = { ...graph, pages: () => fail(error) }
      await expect(readChildLists(failing, [request('a')])).rejects.toBe(error)
    },
  )

  test('a restarted list drops the entries before it', async () => {
    const { graph } = fakeGraph({ a: [[1, 2], { value: [3], restarted: true }, [4]] })
    expect(await readChildLists(graph, [request('a')])).toEqual([[3, 4]])
  })

  test('an entry that comes twice counts once, one without an id as often as it comes', async () => {
    const setting = (settingDefinitionId: string) => ({ id: '0', settingInstance: { settingDefinitionId } })
    const { graph } = fakeGraph({
      a: [
        [setting('a'), 'x'],
        [setting('a'), setting('b'), 'x'],
      ],
    })
    expect(await readChildLists(graph, [request('a')])).toEqual([[setting('a'), 'x', setting('b'), 'x']])
  })
})

// oxlint-disable-next-line require-yield -- a list that fails before its first page
async function* fail(error: Error): AsyncGenerator<never> {
  await Promise.reject(error)
}

test('requireList returns the list or throws its error', () => {
  const failure = new AppError('graph.not_found')
  expect(requireList([1])).toEqual([1])
  expect(() => requireList(failure)).toThrow(failure)
  expect(() => requireList(undefined)).toThrow(coded('internal.bug') as Error)
})

test('assignments that could not be read are unreadable', () => {
  expect([
    assignmentsOrUnreadable([1]),
    assignmentsOrUnreadable(new AppError('graph.forbidden')),
    assignmentsOrUnreadable(undefined),
  ]).toEqual([[1], 'unreadable', 'unreadable'])
})

test.each<[Record<string, unknown>, unknown]>([
  [{ assignments: [1] }, [1]],
  [{ assignments: [] }, []],
  [{ assignments: [1], 'assignments@odata.nextLink': 'https://…' }, undefined],
  [{ assignments: null }, undefined],
  [{}, undefined],
])('expanded assignments of a list entry: %j', (listed, found) => {
  expect(expandedAssignments(listed)).toEqual(found)
})

test('assignments and their annotations are removed', () => {
  const listed = { id: 'x', assignments: [1], 'assignments@odata.context': 'c', assignmentsOther: 2, isAssigned: true }
  expect(withoutAssignments(listed)).toEqual({ id: 'x', assignmentsOther: 2, isAssigned: true })
})

describe('readAssignments', () => {
  const own = request('policies/x')

  test('requests nothing when the list entry has them', async () => {
    const { graph, asked } = fakeGraph({})
    expect(await readAssignments({ id: 'x', assignments: [1] }, own, graph)).toEqual({
      full: { id: 'x' },
      assignments: [1],
    })
    expect(asked).toEqual([])
  })

  test('requests only them when the list entry has none', async () => {
    const { graph, asked } = fakeGraph({ 'policies/x/assignments': [[1], [2]] })
    expect(await readAssignments({ id: 'x' }, own, graph)).toEqual({ full: { id: 'x' }, assignments: [1, 2] })
    expect(asked).toEqual([{ ...own, path: 'policies/x/assignments' }])
  })

  test('an error does not fail the policy', async () => {
    const { graph } = fakeGraph({ 'policies/x/assignments': 403 })
    expect(await readAssignments({ id: 'x' }, own, graph)).toEqual({ full: { id: 'x' }, assignments: 'unreadable' })
  })
})
