import { assignmentsHash, parseAssignments } from '../../../src/intune/assignments/assignments'

const graph = '#microsoft.graph.'
const target = (type: string, more = {}, own = {}) => ({
  id: 'any',
  ...own,
  target: { '@odata.type': `${graph}${type}`, ...more },
})
const filtered = (id: string | null, mode: string | null) => ({
  deviceAndAppManagementAssignmentFilterId: id,
  deviceAndAppManagementAssignmentFilterType: mode,
})
const plain = { groupId: null, groupName: null, filterId: null, filterName: null, filterMode: null, intent: null }
const parsed = (sent: unknown[]) => parseAssignments(sent) ?? []
const hash = (...sent: unknown[]) => assignmentsHash(parsed(sent))

test.each([
  ['groupAssignmentTarget', { groupId: 'g' }, { key: 'group g', targetKind: 'group', groupId: 'g' }],
  ['exclusionGroupAssignmentTarget', { groupId: 'g' }, { key: 'exclusion g', targetKind: 'exclusion', groupId: 'g' }],
  ['allLicensedUsersAssignmentTarget', {}, { key: 'allUsers', targetKind: 'allUsers' }],
  ['allDevicesAssignmentTarget', {}, { key: 'allDevices', targetKind: 'allDevices' }],
  [
    'configurationManagerCollectionAssignmentTarget',
    { collectionId: 'c' },
    {
      key: 'configurationManagerCollectionAssignmentTarget c',
      targetKind: 'configurationManagerCollectionAssignmentTarget',
      groupId: 'c',
    },
  ],
])('%s', (type, more, found) => {
  expect(parseAssignments([target(type, more)])).toEqual([{ ...plain, ...found }])
})

test.each([
  ['f', 'include', { filterId: 'f', filterMode: 'include' }],
  ['f', 'exclude', { filterId: 'f', filterMode: 'exclude' }],
  ['f', 'none', {}],
  ['00000000-0000-0000-0000-000000000000', 'include', {}],
  [null, 'none', {}],
  [null, null, {}],
])('filter %s, %s', (id, mode, found) => {
  const [one] = parsed([target('allDevicesAssignmentTarget', filtered(id, mode))])
  expect(one).toEqual({ ...plain, key: 'allDevices', targetKind: 'allDevices', ...found })
})

test('assignments with different intents have different keys', () => {
  const both = parsed([
    target('allDevicesAssignmentTarget', {}, { intent: 'required' }),
    target('allDevicesAssignmentTarget', {}, { intent: 'available' }),
  ])
  expect(both.map(({ key, intent }) => [key, intent])).toEqual([
    ['allDevices available', 'available'],
    ['allDevices required', 'required'],
  ])
})

test('equal keys get numbers that do not depend on the order', () => {
  const sent = ['f1', 'f2', 'f3'].map((id) => target('groupAssignmentTarget', { groupId: 'g', ...filtered(id, 'include') })) // prettier-ignore
  const found = [
    ['group g', 'f1'],
    ['group g #2', 'f2'],
    ['group g #3', 'f3'],
  ]
  expect(parsed(sent).map(({ key, filterId }) => [key, filterId])).toEqual(found)
  expect(parsed(sent.toReversed()).map(({ key, filterId }) => [key, filterId])).toEqual(found)
})

test.each([[null], ['x'], [{}], [{ target: null }], [{ target: {} }], [{ target: { '@odata.type': 5 } }]])(
  'one unreadable assignment makes the list unreadable, so that it never looks shorter than it is (%#)',
  (broken) => {
    expect(parseAssignments([target('allDevicesAssignmentTarget'), broken])).toBeUndefined()
  },
)

test('no assignments give an empty list', () => {
  expect(parseAssignments([])).toEqual([])
})

describe('the hash', () => {
  const devices = target('allDevicesAssignmentTarget')
  const group = target('groupAssignmentTarget', { groupId: 'g' })

  test('is the same for every order, for other ids of assignments, and for other names', () => {
    const one = hash(devices, group)
    expect(hash(group, devices)).toBe(one)
    expect(hash({ ...devices, id: 'other' }, group)).toBe(one)
    expect(assignmentsHash(parsed([devices, group]).map((a) => ({ ...a, groupName: 'G', filterName: 'F' })))).toBe(one)
  })

  test('differs for every different list of assignments', () => {
    const all = [
      hash(),
      hash(devices),
      hash(group),
      hash(devices, group),
      hash(target('exclusionGroupAssignmentTarget', { groupId: 'g' })),
      hash(target('groupAssignmentTarget', { groupId: 'h' })),
      hash(target('groupAssignmentTarget', { groupId: 'g', ...filtered('f', 'include') })),
      hash(target('groupAssignmentTarget', { groupId: 'g', ...filtered('f', 'exclude') })),
      hash(target('groupAssignmentTarget', { groupId: 'g', ...filtered('e', 'exclude') })),
      hash(target('groupAssignmentTarget', { groupId: 'g' }, { intent: 'required' })),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})
