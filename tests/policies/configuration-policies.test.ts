import { configurationPolicies } from '../../src/policies/configuration-policies'
import { fingerprint, noNames, settingsOf, simple, string } from '../settings/flatten/helpers'
import { fakeGraph } from './fake-graph'

const path = 'deviceManagement/configurationPolicies/the-id/settings'
const many = settingsOf(...Array.from({ length: 60 }, (_, i) => simple(`d${i}`, string(`v${i}`))))

function read(pages: Parameters<typeof fakeGraph>[0][string], listed: Record<string, unknown> = {}) {
  const { graph, asked } = fakeGraph({ [path]: pages })
  const whole = configurationPolicies.readWhole(configurationPolicies.parse({ id: 'the-id', ...listed }), graph)
  return { whole, asked }
}

test('reads every page of a policy’s settings', async () => {
  const { whole, asked } = read([many.slice(0, 25), [], many.slice(25, 50), many.slice(50)], { settingCount: 60 })
  expect(await whole).toEqual(many)
  expect(asked).toEqual([{ version: 'beta', path, query: { $top: '1000' } }])
})

test('drops what came before a list was begun anew', async () => {
  const anew = { value: many.slice(0, 30), restarted: true }
  const stale = settingsOf(simple('gone', string('')))
  expect(await read([stale, many.slice(0, 25), anew, many.slice(30)], { settingCount: 60 }).whole).toEqual(many)
})

test('a setting that comes twice is one; a number given anew is none', async () => {
  const renumbered = { id: '24', settingInstance: simple('another', string('')) }
  const pages = [many.slice(0, 25), [...many.slice(24), renumbered]]
  expect(await read(pages, { settingCount: 61 }).whole).toEqual([...many, renumbered])
})

test('fewer settings than the policy says it has: incomplete, whether lost or doubled', async () => {
  const incomplete = expect.objectContaining({ code: 'sync.incomplete' }) as unknown
  await expect(read([many.slice(0, 25)], { settingCount: 60 }).whole).rejects.toEqual(incomplete)
  await expect(read([many.slice(0, 30), many.slice(0, 30)], { settingCount: 60 }).whole).rejects.toEqual(incomplete)
})

test.each([{ settingCount: 1 }, { settingCount: 0 }, { settingCount: null }, {}])(
  'more settings than %j says are kept: the count may lag behind',
  async (listed) => {
    expect(await read([many], listed).whole).toHaveLength(60)
  },
)

test('a policy without settings is one row that says so', async () => {
  const whole = await read([[]], { settingCount: 0 }).whole
  const rows = configurationPolicies.flatten(whole, noNames, fingerprint)
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
  await configurationPolicies.readWhole(configurationPolicies.parse({ id }), graph)
  expect(asked).toHaveLength(1)
})

test('a bad entry’s failure names the property, not what it holds', () => {
  const parse = () => configurationPolicies.parse({ id: 'x', settingCount: 'never-in-a-message' })
  expect(parse).toThrow('settingCount')
  expect(parse).not.toThrow('never-in-a-message')
})
