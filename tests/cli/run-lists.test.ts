import { runsCommand } from '../../cli/commands/runs'
import { UsageError } from '../../cli/usage'
import { otherWorkspaceId, workspace } from './access'
import { startLists } from './lists'
import { monitored, runId } from './server'

const { answers, said, errors, seen, run } = startLists(runsCommand)

const listed = (over: object = {}) => ({ ...monitored(), counts: null, requestedBy: 'tid/oid', late: false, ...over })
const error = { code: 'graph.forbidden', category: 'x', message: '=1 \u001b[2J' }

test('runs are listed as a table, by all their filters', async () => {
  answers['GET runs'] = () => ({ items: [listed(), listed({ status: 'failed', error })], nextCursor: null })
  const filters = ['--status', 'failed,partial', '--operation', 'policy.sync', '--since', '2026-11-29']
  await run('list', ...filters, '--active')
  expect(said).toEqual([
    `runId                                 operation    status     createdAt          done  total  code             message`,
    `${runId}  policy.sync  succeeded  2026-11-29 10:00Z  3     3`,
    `${runId}  policy.sync  failed     2026-11-29 10:00Z  3     3      graph.forbidden  =1 \ufffd[2J`,
  ])
  expect(seen()).toEqual([
    'GET runs?status=failed%2Cpartial&operation=policy.sync&active=true&createdSince=2026-11-29&limit=50',
  ])
})

test('pages are followed up to the limit, and a list that was cut says so on the side', async () => {
  answers['GET runs'] = (query) => {
    const from = Number(query.get('cursor') ?? 0)
    return { items: Array(Number(query.get('limit'))).fill(listed()), nextCursor: String(from + 1) }
  }
  await run('list', '--limit', '250', '--json')
  expect(said).toHaveLength(250)
  expect(JSON.parse(said[0]!)).toEqual(listed())
  expect(seen()).toEqual(['GET runs?limit=200', 'GET runs?limit=50&cursor=1'])
  expect(errors).toEqual(['There is more: raise --limit.'])
})

test('a list as CSV has a header line, and ends its lines as RFC 4180 says', async () => {
  answers['GET runs'] = () => ({ items: [listed({ status: 'failed', error })], nextCursor: null })
  await run('list', '--csv')
  expect(said).toEqual([
    'runId,operation,status,createdAt,startedAt,finishedAt,done,total,code,message,attempt,requestedBy,late\r\n',
    `${runId},policy.sync,failed,2026-11-29T10:00:00.000Z,2026-11-29T10:00:01.000Z,2026-11-29T10:00:03.500Z,3,3,graph.forbidden,'=1 \ufffd[2J,1,tid/oid,false\r\n`,
  ])
})

test('an empty list is no failure', async () => {
  answers['GET runs'] = () => ({ items: [], nextCursor: null })
  await run('list')
  expect(said).toEqual(['nothing found'])
  await run('list', '--json')
  expect(said).toHaveLength(1)
})

const counts = { inserted: 1, updated: 0, unchanged: 0, removed: 0, attempt: 1 }
const item = {
  itemKey: 's/1',
  source: 's',
  policyName: 'P',
  outcome: 'failed',
  code: 'x.y',
  message: 'Why.',
  ...counts,
}

test('what a run did is listed with the reasons', async () => {
  answers[`GET runs/${runId}/items`] = () => ({ items: [item], nextCursor: null })
  await run('items', runId, '--outcome', 'failed,skipped')
  expect(said).toEqual(['outcome  itemKey  policyName  code  message', 'failed   s/1      P           x.y   Why.'])
  expect(seen()).toEqual([`GET runs/${runId}/items?outcome=failed%2Cskipped&limit=50`])
})

test('what happened to a run is listed in its order, by the number of the last event', async () => {
  const event = (seq: number) => ({ seq, at: '2026-11-29T10:00:00.000Z', kind: 'queued', actor: null, data: { seq } })
  answers[`GET runs/${runId}/events`] = (query) =>
    query.get('after') ? { items: [event(2)], next: null } : { items: [event(1)], next: 1 }
  await run('events', runId)
  expect(said.slice(1)).toEqual([1, 2].map((seq) => `${seq}    2026-11-29T10:00:00.000Z  queued  {"seq":${seq}}`))
  expect(seen()).toEqual([`GET runs/${runId}/events?limit=50`, `GET runs/${runId}/events?limit=49&after=1`])
  expect(errors).toEqual([])
})

test('what failed is started once more, and followed where that is wanted', async () => {
  answers[`POST runs/${runId}/rerun`] = () => ({ runId, deduplicated: false })
  answers[`GET runs/${runId}`] = () => monitored({ status: 'partial' })
  await run('rerun', runId)
  expect({ said, code: process.exitCode }).toEqual({ said: [`run ${runId}`], code: 0 })
  await run('rerun', runId, '--watch')
  expect(process.exitCode).toBe(3)
})

const { workspaceId } = workspace()
const ofWorkspace = (id: string) => `GET /api/workspaces/${id}/runs`

test('the runs of a workspace have the key of their tenant, and those without a tenant none', async () => {
  const [ours, theirs] = [listed(), listed({ tenantId: null, operation: 'ops.x' })]
  answers[ofWorkspace(workspaceId)] = () => ({ items: [ours, theirs], nextCursor: null })
  await run('list', '--workspace', workspaceId, '--status', 'succeeded')
  expect(said.map((line) => line.slice(38, 60).trim())).toEqual(['tenant   operation', 'app-key  policy.sync', 'ops.x'])
  expect(seen()).toEqual([`${ofWorkspace(workspaceId)}?status=succeeded&limit=50`])
})

test('the runs of all workspaces are one list, the newest first, and cut as one', async () => {
  const at = (minute: number) => listed({ createdAt: `2026-11-29T10:0${minute}:00.000Z` })
  answers['GET /api/workspaces'] = () => ({ items: [workspace(), workspace({ workspaceId: otherWorkspaceId })] })
  answers[ofWorkspace(workspaceId)] = () => ({ items: [at(4), at(1)], nextCursor: null })
  answers[ofWorkspace(otherWorkspaceId)] = () => ({ items: [at(3), at(2)], nextCursor: null })
  const minutes = () => said.map((line) => (JSON.parse(line) as { createdAt: string }).createdAt[15])
  await run('list', '--all', '--active', '--json')
  expect(minutes()).toEqual(['4', '3', '2', '1'])
  expect(seen().slice(1)).toEqual(
    [workspaceId, otherWorkspaceId].map((id) => `${ofWorkspace(id)}?active=true&limit=50`),
  )
  expect(errors).toEqual([])
  said.length = 0
  await run('list', '--all', '--limit', '3', '--json')
  expect(minutes()).toEqual(['4', '3', '2'])
  expect(errors).toEqual(['There is more: raise --limit.'])
})

test('a list is of a workspace, of all or of a tenant', async () => {
  await expect(run('list', '--workspace', workspaceId, '--all')).rejects.toThrow(/cannot be used with option/)
  await expect(run('list', '--all', '--tenant', 'x')).rejects.toThrow(UsageError)
  await expect(run('list', '--workspace', 'x')).rejects.toThrow('It is no id of a workspace.')
  expect(seen()).toEqual([])
})

test('without an id the newest active run is followed', async () => {
  answers['GET runs'] = () => ({ items: [listed({ status: 'running', finishedAt: null })], nextCursor: 'c' })
  answers[`GET runs/${runId}`] = () => monitored({ status: 'partial' })
  await run('watch')
  expect(seen()).toEqual(['GET runs?active=true&limit=1', `GET runs/${runId}`])
  expect({ first: said[0], code: process.exitCode }).toEqual({ first: `run ${runId}`, code: 3 })
})

test('without an id and without an active run there is nothing to follow', async () => {
  answers['GET runs'] = () => ({ items: [], nextCursor: null })
  await expect(run('watch')).rejects.toThrow('No run of the tenant waits or works: name the one that is meant.')
})
