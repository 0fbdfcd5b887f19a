import { printSettings } from '../../cli/search-report'

const said: string[] = []
beforeEach(() => {
  said.length = 0
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
})
afterEach(() => jest.restoreAllMocks())

const hit = (policyId: string, settingName: string, value = 'v') => ({
  policyId,
  policyName: 'P',
  policyType: 'x',
  source: 's',
  settingName,
  value,
  category: null,
  valueCut: false,
  definitionId: null,
  isDefault: null,
  changedAt: null,
  lastSyncedAt: '2026-11-29T10:00:00.000Z',
})

test('a policy is named once above its settings, two of one name twice, and the caller says where the rest is', () => {
  printSettings({ items: [hit('1', 'a'), hit('1', 'b'), hit('2', 'a')], nextCursor: 'c', sources: [] }, 'look there')
  const first = ['  P (x)', '    a = v', '    b = v']
  expect(said).toEqual([...first, '  P (x)', '    a = v', '  there is more: look there'])
})

test('what steers a terminal is not printed, and a value stays on its line', () => {
  printSettings({ items: [hit('1', '\u001b]0;x\u0007', 'one\r\ntwo \u202ethree')], nextCursor: null, sources: [] }, '')
  expect(said[1]).toBe('    \ufffd]0;x\ufffd = one two \ufffdthree')
})

test('a source that cannot be read is named below what was found', () => {
  const stale = { source: 's', lastFullReadAt: null, staleSince: '2026-11-29T10:00:00Z', code: 'graph.forbidden' }
  printSettings({ items: [], nextCursor: null, sources: [stale, { ...stale, staleSince: null }] }, '')
  expect(said).toEqual([
    '  nothing found',
    '  s is stale since 2026-11-29T10:00:00Z (graph.forbidden): last read never, rows may be out of date',
  ])
})
