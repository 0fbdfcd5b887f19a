import { deviceManagementScripts as type } from '../../../src/intune/policy-types/device-management-scripts/index'
import { defineTypedPolicyType } from '../../../src/intune/policy-types/typed-policy-type'
import { fakeGraph } from './fake-graph'

const listed = { id: 'A1', displayName: 'x', scriptContent: null, assignments: [] }
const path = 'deviceManagement/deviceManagementScripts/A1'

test.each([
  ['without its content', { id: 'A1', displayName: 'x', scriptContent: null }],
  ['without any trace of it', { id: 'A1', displayName: 'x' }],
  ['of another policy', { id: 'A2', displayName: 'x', scriptContent: 'eA==' }],
])('a single read %s is incomplete, so the stored script stays', async (_what, item) => {
  const { graph } = fakeGraph({}, { [path]: item })
  await expect(type.readFull(type.parse(listed), graph)).rejects.toMatchObject({ code: 'sync.incomplete' })
})

test('an empty script is whole, and an id in another case is the same', async () => {
  const { graph } = fakeGraph({}, { [path]: { id: 'a1', displayName: 'x', scriptContent: '' } })
  expect(await type.readFull(type.parse(listed), graph)).toMatchObject({ full: { scriptContent: '' }, assignments: [] })
})

test('assignments that only the single read expands are taken from there', async () => {
  const source = 'madeUpThings'
  const once = defineTypedPolicyType({
    source,
    permission: 'X.Read.All',
    licence: 'X',
    policyType: 'madeUpThing',
    documented: { flattened: '', secret: '' },
    listQuery: {},
    itemQuery: { $expand: 'assignments' },
    leftOutOfList: ['content'],
  })
  const own = `deviceManagement/${source}/a`
  const { graph, asked } = fakeGraph({}, { [own]: { id: 'a', content: 'x', assignments: [{ id: '1' }] } })
  const read = await once.readFull(once.parse({ id: 'a' }), graph)
  expect(read).toEqual({ full: { id: 'a', content: 'x' }, assignments: [{ id: '1' }] })
  expect(asked).toEqual([expect.objectContaining({ path: own, query: { $expand: 'assignments' } })])
})
