import { compliancePolicies } from '../../../src/intune/policy-types/compliance-policies/index'
import { settingsOf, simple, string } from '../flatten/helpers'
import { fakeGraph } from './fake-graph'

const own = 'deviceManagement/compliancePolicies/the-id'
const settings = settingsOf(...Array.from({ length: 3 }, (_, n) => simple(`d${n}`, string('v'))))
const rules = [{ id: 'r', scheduledActionConfigurations: [{ id: '1', actionType: 'block', gracePeriodHours: 0 }] }]

function read(lists: Parameters<typeof fakeGraph>[0], listed: Record<string, unknown> = { settingCount: 3 }) {
  const { graph, asked, batches } = fakeGraph({
    [`${own}/settings`]: [settings],
    [`${own}/assignments`]: [[]],
    [`${own}/scheduledActionsForRule`]: [rules],
    ...lists,
  })
  const entry = compliancePolicies.parse({ id: 'the-id', ...listed })
  return { asked, batches, policy: compliancePolicies.readFull(entry, graph) }
}

test('settings, assignments and actions come in one batch', async () => {
  const { policy, batches, asked } = read({})
  const full = { id: 'the-id', settingCount: 3, settings, scheduledActionsForRule: rules }
  expect(await policy).toEqual({ full, assignments: [] })
  expect(batches).toHaveLength(1)
  expect(asked.map(({ path, query }) => [path, query])).toEqual([
    [`${own}/settings`, { $top: '1000' }],
    [`${own}/assignments`, undefined],
    [`${own}/scheduledActionsForRule`, { $expand: 'scheduledActionConfigurations' }],
  ])
})

test('a policy with fewer settings than its count, or without all actions, is incomplete', async () => {
  const incomplete = expect.objectContaining({ code: 'sync.incomplete' }) as unknown
  await expect(read({}, { settingCount: 4 }).policy).rejects.toEqual(incomplete)
  const bare = [{ id: 'r' }]
  await expect(read({ [`${own}/scheduledActionsForRule`]: [bare] }).policy).rejects.toEqual(incomplete)
  const cut = [{ ...rules[0], 'scheduledActionConfigurations@odata.nextLink': 'https://…' }]
  await expect(read({ [`${own}/scheduledActionsForRule`]: [cut] }).policy).rejects.toEqual(incomplete)
})

test('unreadable actions fail the policy, unreadable assignments do not', async () => {
  const refused = read({ [`${own}/scheduledActionsForRule`]: 403 })
  await expect(refused.policy).rejects.toEqual(expect.objectContaining({ code: 'graph.forbidden' }))
  expect((await read({ [`${own}/assignments`]: 403 }).policy).assignments).toBe('unreadable')
})
