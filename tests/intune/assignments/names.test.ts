import { AppError } from '../../../src/shared/errors'
import type { Graph, GraphRequest } from '../../../src/graph/types'
import { createAssignmentNames } from '../../../src/intune/assignments/names'
import type { Assignment } from '../../../src/intune/stored/policy-unit'

const to = (targetKind: string, groupId: string | null, filterId: string | null = null): Assignment => ({
  key: `${targetKind} ${groupId}`,
  targetKind,
  groupId,
  groupName: null,
  filterId,
  filterName: null,
  filterMode: filterId ? 'include' : null,
  intent: null,
})

const forbidden = { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } }

function directory({
  groupStatus = 200,
  filters = [{ id: 'F1', displayName: 'Filter one' }] as object[] | AppError,
} = {}) {
  const asked: string[] = []
  const graph = {
    async batch(requests: readonly GraphRequest[]) {
      await Promise.resolve()
      asked.push(requests.map(({ path }) => path).join(' '))
      return requests.map(({ path }) => {
        if (path.endsWith('deleted')) return { status: 404, body: {} }
        const id = path.split('/')[1]
        return groupStatus === 200 ? { status: 200, body: { id, displayName: `Name of ${id}` } } : forbidden
      })
    },
    async *pages({ path }: GraphRequest) {
      asked.push(path)
      await Promise.resolve()
      if (filters instanceof AppError) throw filters
      yield { value: filters, restarted: false }
    },
  }
  return { names: createAssignmentNames(graph as unknown as Graph), asked }
}

test('groups and filters get their names, each requested once per run, in any case of the id', async () => {
  const { names, asked } = directory()
  const first = await names.addNames([to('group', 'G1', 'f1'), to('exclusion', 'g1'), to('allUsers', null, 'F1')])
  expect(first.map(({ groupName, filterName }) => [groupName, filterName])).toEqual([
    ['Name of g1', 'Filter one'],
    ['Name of g1', null],
    [null, 'Filter one'],
  ])
  await names.addNames([to('group', 'g1', 'f1')])
  expect(asked).toEqual(['groups/g1', 'deviceManagement/assignmentFilters'])
})

test('policies that are read at the same time share one request', async () => {
  const { names, asked } = directory()
  const all = await Promise.all(['a', 'b', 'c', 'b', 'a'].map((id) => names.addNames([to('group', id)])))
  expect(all.map(([one]) => one!.groupName)).toEqual(['Name of a', 'Name of b', 'Name of c', 'Name of b', 'Name of a'])
  expect(asked).toEqual(['groups/a', 'groups/b groups/c'])
})

test('a deleted group has no name', async () => {
  const { names } = directory()
  expect(await names.addNames([to('group', 'deleted')])).toMatchObject([{ groupId: 'deleted', groupName: null }])
  expect(names.forbidden.size).toBe(0)
})

test('without the permission names stay null, are not requested again, and the missing permission is reported', async () => {
  const { names, asked } = directory({ groupStatus: 403, filters: new AppError('graph.forbidden') })
  for (const id of ['a', 'b'])
    expect(await names.addNames([to('group', id, 'F1')])).toMatchObject([{ groupName: null, filterName: null }])
  expect(asked).toEqual(['groups/a', 'deviceManagement/assignmentFilters'])
  expect([...names.forbidden]).toEqual([
    ['groups', 'GroupMember.Read.All'],
    ['filters', 'DeviceManagementConfiguration.Read.All'],
  ])
})

test('a failed read of filters does not stop the run; throttling for too long does', async () => {
  const unavailable = directory({ filters: new AppError('graph.unavailable') })
  expect(await unavailable.names.addNames([to('allUsers', null, 'F1')])).toMatchObject([
    { filterId: 'F1', filterName: null },
  ])
  const throttled = directory({ filters: new AppError('graph.throttled') })
  await expect(throttled.names.addNames([to('allUsers', null, 'F1')])).rejects.toMatchObject({
    code: 'graph.throttled',
  })
})

test('policies without assignments cause no request', async () => {
  const { names, asked } = directory()
  expect(await names.addNames([])).toEqual([])
  expect(asked).toEqual([])
})
