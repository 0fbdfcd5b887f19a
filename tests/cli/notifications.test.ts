import { notificationsCommand } from '../../cli/commands/notifications'
import { UsageError } from '../../cli/usage'
import { startLists } from './lists'
import { runId } from './server'

const { answers, said, seen, run } = startLists(notificationsCommand)
const path = '/api/notifications'

const notification = (over: object = {}) => ({
  id: 7,
  at: '2026-11-29T10:00:00.000Z',
  readAt: null,
  kind: 'ended',
  status: 'failed',
  title: 'Contoso\u001b[2J: "Sync policies" has failed.',
  operation: 'policy.sync',
  tenantId: 'contoso',
  tenantName: 'Contoso',
  runId,
  code: 'graph.forbidden',
  whatToDo: 'Grant it.',
  link: { label: 'View run', url: null },
  ...over,
})

beforeEach(() => {
  answers[`GET ${path}`] = () => ({ items: [notification()], nextCursor: null })
  answers[`POST ${path}/read`] = () => ({ marked: 2, done: true, unread: 100, more: true })
})

test('they are listed with what to do', async () => {
  await run('list', '--unread')
  expect(seen()).toEqual([`GET ${path}?unread=true&limit=50`])
  expect(said[1]).toBe(
    `7   new  2026-11-29 10:00Z  Contoso\ufffd[2J: "Sync policies" has failed.  graph.forbidden  Grant it.  ${runId}`,
  )
})

test('some are marked as read by their ids', async () => {
  await run('read', '7', '8')
  expect(seen()).toEqual([`POST ${path}/read {"ids":[7,8]}`])
  expect(said).toEqual(['marked: 2, unread: 100 or more'])
})

test('all that are there are marked, and not what comes meanwhile', async () => {
  await run('read', '--all')
  expect(seen()).toEqual([`GET ${path}?limit=1`, `POST ${path}/read {"upTo":7}`])
})

test('very many take several requests, and one that marks nothing is the last', async () => {
  const left = [true, true, false]
  answers[`POST ${path}/read`] = () => ({ marked: left.shift() ? 5_000 : 0, done: false, unread: 100, more: true })
  await run('read', '7')
  expect(seen()).toHaveLength(3)
  expect(said).toEqual(['marked: 10000, unread: 100 or more'])
})

test('where there are none, nothing is marked', async () => {
  answers[`GET ${path}`] = () => ({ items: [], nextCursor: null })
  await run('read', '--all', '--json')
  expect(seen()).toEqual([`GET ${path}?limit=1`])
  expect(said).toEqual(['{"marked":0,"unread":0,"more":false}'])
})

test.each([[['read']], [['read', '--all', '7']]])('%s says neither which nor all', async (words) => {
  await expect(run(...words)).rejects.toBeInstanceOf(UsageError)
  expect(seen()).toEqual([])
})

test.each(['x', '0', '-1', '1e3'])('%s is no id', async (id) => {
  await expect(run('read', id)).rejects.toThrow('must be')
  expect(seen()).toEqual([])
})
