import { settingsCommand } from '../../cli/commands/settings'
import { startLists } from './lists'

const { answers, said, errors, seen, run } = startLists(settingsCommand)

const hit = {
  policyId: 'p1',
  policyName: '=P',
  policyType: 'intent',
  source: null,
  settingName: 'S\u001b[2J',
  value: 'a, b',
  valueCut: true,
  category: null,
  definitionId: 'd1',
  isDefault: false,
  changedAt: null,
  lastSyncedAt: '2026-11-29T10:00:00.000Z',
}
const stale = { source: 's', lastFullReadAt: null, staleSince: '2026-11-29T10:00:00Z', code: 'graph.forbidden' }
const notes = [
  'There is more: raise --limit.',
  's is stale since 2026-11-29T10:00:00Z (graph.forbidden): last read never, rows may be out of date',
]
beforeEach(() => {
  answers['GET settings'] = () => ({ items: [hit], nextCursor: 'c', sources: [stale] })
})

test('settings are found under their policies', async () => {
  await run('two', 'words', '--type', 'x', '--all', '--limit', '1')
  expect(seen()).toEqual(['GET settings?q=two+words&policyType=x&includeDefaults=true&limit=1'])
  expect(said).toEqual([
    '  =P (intent)',
    '    S\ufffd[2J = a, b',
    '  there is more: narrow the search, or raise --limit',
    `  ${notes[1]}`,
  ])
  expect({ errors, code: process.exitCode }).toEqual({ errors: [], code: 0 })
})

test('found settings are one object a line, and what else is to say stands on the side', async () => {
  await run('--json', '--limit', '1')
  expect(said.map((line) => JSON.parse(line) as object)).toEqual([hit])
  expect({ errors, code: process.exitCode }).toEqual({ errors: notes, code: 0 })
})

test('found settings are CSV without formulas', async () => {
  await run('--csv', '--limit', '1')
  expect(said).toEqual([
    'policyName,policyType,settingName,value,valueCut,category,isDefault,changedAt,lastSyncedAt,source,policyId,definitionId\r\n',
    `'=P,intent,S\ufffd[2J,"a, b",true,,false,,2026-11-29T10:00:00.000Z,,p1,d1\r\n`,
  ])
  expect({ errors, code: process.exitCode }).toEqual({ errors: notes, code: 0 })
})

test.each([
  ['--json', []],
  ['--csv', [expect.stringMatching(/^policyName,/)]],
  ['--all', ['  nothing found']],
])('nothing found is exit code 1 with %s', async (option, lines) => {
  answers['GET settings'] = () => ({ items: [], nextCursor: null, sources: [] })
  await run(option)
  expect({ said, code: process.exitCode }).toEqual({ said: lines, code: 1 })
})
