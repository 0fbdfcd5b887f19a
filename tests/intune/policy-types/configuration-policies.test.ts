import { configurationPolicies } from '../../../src/intune/policy-types/configuration-policies/index'
import { fingerprint, noDefinitions, settingsOf, simple, string } from '../flatten/helpers'
import { fakeGraph } from './fake-graph'

const own = 'deviceManagement/configurationPolicies/the-id'
const path = `${own}/settings`
const permission = 'DeviceManagementConfiguration.Read.All'
const many = settingsOf(...Array.from({ length: 60 }, (_, i) => simple(`d${i}`, string(`v${i}`))))

function read(pages: Parameters<typeof fakeGraph>[0][string], listed: Record<string, unknown> = {}) {
  const { graph, asked } = fakeGraph({ [path]: pages })
  const entry = { id: 'the-id', assignments: [], ...listed }
  const policy = configurationPolicies.readFull(configurationPolicies.parse(entry), graph)
  return { policy, settings: policy.then(({ full }) => full['settings']), asked }
}

test('reads every page of a policy’s settings', async () => {
  const { settings, asked } = read([many.slice(0, 25), [], many.slice(25, 50), many.slice(50)], { settingCount: 60 })
  expect(await settings).toEqual(many)
  expect(asked).toEqual([{ version: 'beta', path, query: { $top: '1000' }, permission }])
})

test('drops settings that were read before the list was restarted', async () => {
  const anew = { value: many.slice(0, 30), restarted: true }
  const stale = settingsOf(simple('gone', string('')))
  expect(await read([stale, many.slice(0, 25), anew, many.slice(30)], { settingCount: 60 }).settings).toEqual(many)
})

test('a setting that comes twice counts once; a reused number is another setting', async () => {
  const renumbered = { id: '24', settingInstance: simple('another', string('')) }
  const pages = [many.slice(0, 25), [...many.slice(24), renumbered]]
  expect(await read(pages, { settingCount: 61 }).settings).toEqual([...many, renumbered])
})

test('a policy with fewer different settings than its count is incomplete', async () => {
  const incomplete = expect.objectContaining({ code: 'sync.incomplete' }) as unknown
  await expect(read([many.slice(0, 25)], { settingCount: 60 }).settings).rejects.toEqual(incomplete)
  await expect(read([many.slice(0, 30), many.slice(0, 30)], { settingCount: 60 }).settings).rejects.toEqual(incomplete)
})

test.each([{ settingCount: 1 }, { settingCount: 0 }, { settingCount: null }, {}])(
  'more settings than %j says are accepted, because the count can be late',
  async (listed) => {
    expect(await read([many], listed).settings).toHaveLength(60)
  },
)

test('a policy without settings has one row that says so', async () => {
  const { full } = await read([[]], { settingCount: 0 }).policy
  const rows = configurationPolicies.flatten(full, noDefinitions, fingerprint)
  expect(rows.map((row) => [row.path, row.name, row.valueType])).toEqual([['', '(No settings configured)', 'empty']])
})

test.each([
  ['endpointSecurityFirewall', 'endpointSecurity'],
  ['endpointSecurity', 'endpointSecurity'],
  ['baseline', 'endpointSecurity'],
  ['none', 'configurationPolicy'],
  ['baselineOther', 'configurationPolicy'],
  [null, 'configurationPolicy'],
])('template family %s is of type %s', (templateFamily, type) => {
  const listed = configurationPolicies.parse({ id: 'x', templateReference: { templateFamily } })
  expect(configurationPolicies.policyType(listed)).toBe(type)
})

test('a policy without template is a configuration policy', () => {
  expect(configurationPolicies.policyType(configurationPolicies.parse({ id: 'x' }))).toBe('configurationPolicy')
  expect(configurationPolicies.policyType(configurationPolicies.parse({ id: 'x', templateReference: null }))).toBe(
    'configurationPolicy',
  )
})

test('an id can not lead anywhere else', async () => {
  const id = '../x?y'
  const { graph, asked } = fakeGraph({ 'deviceManagement/configurationPolicies/..%2Fx%3Fy/settings': [[]] })
  await configurationPolicies.readFull(configurationPolicies.parse({ id, assignments: [] }), graph)
  expect(asked).toHaveLength(1)
})

test('a bad entry’s error names the property, not its value', () => {
  const parse = () => configurationPolicies.parse({ id: 'x', settingCount: 'never-in-a-message' })
  expect(parse).toThrow('settingCount')
  expect(parse).not.toThrow('never-in-a-message')
})

describe('assignments', () => {
  const assignments = [{ id: 'a', target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }]

  test('come with the list, are not part of the policy, and are not requested again', async () => {
    const { policy, asked } = read([many], { assignments })
    expect(await policy).toEqual({ full: { id: 'the-id', settings: many }, assignments })
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['left out', { assignments: undefined }],
    ['not ended', { assignments, 'assignments@odata.nextLink': 'https://…' }],
  ])('%s in the list: requested together with the settings', async (_, listed) => {
    const { graph, batches } = fakeGraph({ [path]: [many], [`${own}/assignments`]: [assignments] })
    const entry = configurationPolicies.parse({ id: 'the-id', ...listed })
    expect((await configurationPolicies.readFull(entry, graph)).assignments).toEqual(assignments)
    expect(batches).toEqual([[path, `${own}/assignments`]])
  })

  test('unreadable ones do not fail the policy', async () => {
    const { graph } = fakeGraph({ [path]: [many], [`${own}/assignments`]: 403 })
    const read = await configurationPolicies.readFull(configurationPolicies.parse({ id: 'the-id' }), graph)
    expect(read).toEqual({ full: { id: 'the-id', settings: many }, assignments: 'unreadable' })
  })

  test('unreadable settings fail the policy', async () => {
    const { graph } = fakeGraph({ [path]: 404, [`${own}/assignments`]: [assignments] })
    const read = configurationPolicies.readFull(configurationPolicies.parse({ id: 'the-id' }), graph)
    await expect(read).rejects.toEqual(expect.objectContaining({ code: 'graph.not_found' }))
  })
})
