import { policiesCommand } from '../../cli/commands/policies'
import { startLists } from './lists'

const { answers, said, errors, seen, run } = startLists(policiesCommand)

const to = (target: string, groupName: string | null = null, groupId: string | null = null) => ({
  target,
  groupName,
  groupId,
})
const policy = (over: object = {}) => ({
  policyId: 'p1',
  source: 'intents',
  name: '=P\u001b[2J',
  policyType: 'intent',
  platforms: null,
  modifiedAt: '2026-11-29T10:00:00.000Z',
  assignmentsState: 'read',
  assignments: [],
  lastSeenAt: '2026-11-29T10:00:00.000Z',
  removedAt: null,
  ...over,
})

test('policies are found, with who gets them', async () => {
  const assignments = [to('allDevices'), to('group', 'Berlin', 'g1'), to('exclusion', null, 'g2')]
  const gone = policy({ name: 'Q', assignmentsState: 'unreadable', removedAt: '2026-11-30T10:00:00.000Z' })
  answers['GET policies'] = () => ({ items: [policy({ assignments }), gone], nextCursor: null })
  await run('bit', 'locker', '--type', 'intent', '--source', 'intents', '--removed')
  expect(seen()).toEqual(['GET policies?q=bit+locker&policyType=intent&source=intents&includeRemoved=true&limit=50'])
  expect(said).toEqual([
    'name    policyType  assignments                 platforms  modifiedAt         source   policyId  removedAt',
    '=P\ufffd[2J  intent      allDevices; Berlin; not g2             2026-11-29 10:00Z  intents  p1',
    'Q       intent      unreadable                             2026-11-29 10:00Z  intents  p1        2026-11-30 10:00Z',
  ])
  expect(process.exitCode).toBe(0)
})

test('as JSON each is a line, as CSV no formula; what was cut is said on the side', async () => {
  answers['GET policies'] = () => ({ items: [policy()], nextCursor: 'c' })
  await run('--json', '--limit', '1')
  expect(said.map((line) => JSON.parse(line) as object)).toEqual([policy()])
  await run('--csv', '--limit', '1')
  expect(said[2]).toBe(`'=P\ufffd[2J,intent,,,2026-11-29T10:00:00.000Z,intents,p1,2026-11-29T10:00:00.000Z,\r\n`)
  expect(errors).toEqual(Array(2).fill('There is more: raise --limit.'))
})

test('nothing found is exit code 1', async () => {
  answers['GET policies'] = () => ({ items: [], nextCursor: null })
  await run('x')
  expect({ said, code: process.exitCode }).toEqual({ said: ['nothing found'], code: 1 })
})
