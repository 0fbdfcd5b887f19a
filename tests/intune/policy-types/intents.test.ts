import { intents } from '../../../src/intune/policy-types/intents/index'
import { fakeGraph } from './fake-graph'

const own = 'deviceManagement/intents/the-id'
const settings = Array.from({ length: 30 }, (_, n) => ({ id: `s${n}`, definitionId: `d${n}`, valueJson: String(n) }))
const target = { id: 'a', target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }

function read(lists: Parameters<typeof fakeGraph>[0]) {
  const { graph, batches } = fakeGraph(lists)
  return { batches, policy: intents.readFull(intents.parse({ id: 'the-id', displayName: 'x' }), graph) }
}

test('settings and assignments come in one batch, and to their last page', async () => {
  const { policy, batches } = read({
    [`${own}/settings`]: [settings.slice(0, 25), settings.slice(25)],
    [`${own}/assignments`]: [[target]],
  })
  expect(await policy).toEqual({ full: { id: 'the-id', displayName: 'x', settings }, assignments: [target] })
  expect(batches).toEqual([[`${own}/settings`, `${own}/assignments`]])
})

test('unreadable assignments do not fail the policy; unreadable settings do', async () => {
  const unassigned = read({ [`${own}/settings`]: [settings], [`${own}/assignments`]: 500 })
  expect((await unassigned.policy).assignments).toBe('unreadable')
  const unset = read({ [`${own}/settings`]: 404, [`${own}/assignments`]: [[]] })
  await expect(unset.policy).rejects.toEqual(expect.objectContaining({ code: 'graph.not_found' }))
})

test('every intent is endpoint security', () => {
  expect(intents.policyType({ id: 'x' })).toBe('endpointSecurity')
})
