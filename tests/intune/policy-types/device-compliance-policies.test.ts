import { deviceCompliancePolicies } from '../../../src/intune/policy-types/device-compliance-policies/index'
import { fingerprint, noDefinitions } from '../flatten/helpers'
import { fakeGraph } from './fake-graph'

const none = '00000000-0000-0000-0000-000000000000'

function action(actionType: string, gracePeriodHours: number, more: Record<string, unknown> = {}) {
  return { id: String(Math.random()), actionType, gracePeriodHours, ...more }
}

function rowsOf(...rules: unknown[][]) {
  const scheduledActionsForRule = rules.map((scheduledActionConfigurations, i) => ({
    id: String(i),
    ruleName: 'PasswordRequired',
    scheduledActionConfigurations,
  }))
  const rows = deviceCompliancePolicies.flatten({ id: 'x', scheduledActionsForRule }, noDefinitions, fingerprint)
  return rows.map((row) => [row.path, row.name, row.value])
}

test('actions for noncompliance are called what the portal calls them', () => {
  const rows = rowsOf([
    action('block', 0, { notificationTemplateId: none, notificationMessageCCList: [] }),
    action('notification', 24, { notificationTemplateId: 't', notificationMessageCCList: ['g1', 'g2'] }),
  ])
  expect(rows).toEqual([
    [
      'scheduledActionsForRule/block/0/gracePeriodHours',
      'Actions for noncompliance > Mark device noncompliant [1] > Schedule (hours)',
      '0',
    ],
    [
      'scheduledActionsForRule/block/0/notificationMessageCCList',
      'Actions for noncompliance > Mark device noncompliant [1] > Additional recipients',
      '[]',
    ],
    [
      'scheduledActionsForRule/block/0/notificationTemplateId',
      'Actions for noncompliance > Mark device noncompliant [1] > Message template',
      none,
    ],
    [
      'scheduledActionsForRule/notification/0/gracePeriodHours',
      'Actions for noncompliance > Send email to end user [1] > Schedule (hours)',
      '24',
    ],
    [
      'scheduledActionsForRule/notification/0/notificationMessageCCList',
      'Actions for noncompliance > Send email to end user [1] > Additional recipients',
      '["g1","g2"]',
    ],
    [
      'scheduledActionsForRule/notification/0/notificationTemplateId',
      'Actions for noncompliance > Send email to end user [1] > Message template',
      't',
    ],
  ])
})

test('rows depend neither on the order of actions nor on their ids nor on their rule', () => {
  const first = () => action('notification', 8, { notificationTemplateId: 'a' })
  const second = () => action('notification', 24, { notificationTemplateId: 'b' })
  const third = () => action('notification', 24, { notificationTemplateId: 'c' })
  const rows = rowsOf([first(), second(), third()])
  expect(rows.map((row) => row[2])).toEqual(['8', 'a', '24', 'b', '24', 'c'])
  expect(rowsOf([third(), second(), first()])).toEqual(rows)
  expect(rowsOf([second()], [third(), first()])).toEqual(rows)
})

test('an action of another kind changes no row of the others', () => {
  const block = action('block', 12)
  const rows = rowsOf([action('aNewKind', 1), block, action('pushNotification', 3)])
  expect(rows).toEqual(expect.arrayContaining(rowsOf([block])))
  expect(rows.map((row) => row[1])).toContain('Actions for noncompliance > A new kind [1] > Schedule (hours)')
})

test('a policy without actions has one row that says so', () => {
  expect(rowsOf([])).toEqual([['scheduledActionsForRule', 'Actions for noncompliance', '[]']])
  expect(rowsOf()).toEqual([['scheduledActionsForRule', 'Actions for noncompliance', '[]']])
})

test('actions of an unknown form fail the policy', () => {
  expect(() => rowsOf([{ gracePeriodHours: 1 }])).toThrow(expect.objectContaining({ code: 'sync.policy_unreadable' }))
})

describe('reading', () => {
  const entry = { id: 'the-id', displayName: 'x', assignments: [] }
  const own = { id: 'the-id', displayName: 'x' }
  const rules = [{ scheduledActionConfigurations: [action('block', 0)] }]
  const path = 'deviceManagement/deviceCompliancePolicies/the-id'
  const read = (listed: Record<string, unknown>, full?: unknown) => {
    const { graph, asked } = fakeGraph({}, { [path]: full })
    return { asked, full: deviceCompliancePolicies.readFull(deviceCompliancePolicies.parse(listed), graph) }
  }

  test('a policy that is complete in the list is not requested again', async () => {
    const { full, asked } = read({ ...entry, scheduledActionsForRule: rules })
    expect(await full).toEqual({ full: { ...own, scheduledActionsForRule: rules }, assignments: [] })
    expect(asked).toEqual([])
  })

  test.each([
    ['left out', {}],
    ['not expanded', { scheduledActionsForRule: [{ id: 'r' }] }],
    ['not ended', { scheduledActionsForRule: rules, 'scheduledActionsForRule@odata.nextLink': 'https://…' }],
    [
      'not ended inside',
      { scheduledActionsForRule: [{ ...rules[0], 'scheduledActionConfigurations@odata.nextLink': 'https://…' }] },
    ],
  ])('actions that were %s: the policy is requested alone', async (_, partly) => {
    const answer = { ...entry, scheduledActionsForRule: rules }
    const { full, asked } = read({ ...entry, ...partly }, answer)
    expect(await full).toEqual({ full: { ...own, scheduledActionsForRule: rules }, assignments: [] })
    const { listQuery: query, permission } = deviceCompliancePolicies
    expect(asked).toEqual([{ version: 'beta', path, query, permission }])
    const incomplete = expect.objectContaining({ code: 'sync.incomplete' }) as unknown
    await expect(read({ ...entry, ...partly }, { ...entry, ...partly }).full).rejects.toEqual(incomplete)
  })
})
