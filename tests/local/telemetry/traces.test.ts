import { describeRun } from '../../../local/telemetry/traces/describe-run'
import { EndedRuns } from '../../../local/telemetry/traces/ended-runs'
import { printTrees } from '../../../local/telemetry/traces/print-tree'
import { treesOf } from '../../../local/telemetry/traces/tree'
import type { Row } from '../../../local/telemetry/tables'
import { sendSync, startTestTelemetry } from './harness'

const span = (id: string, parent: string, more: Row = {}): Row => ({
  Id: id,
  ParentId: parent,
  Name: id,
  TimeGenerated: '2026-11-30T10:00:00.000Z',
  ResultCode: '0',
  Success: true,
  DurationMs: 5,
  Properties: {},
  ...more,
})
const open = () => true

test('a run that Microsoft\u2019s exporter sent is shown from the request to Graph', async () => {
  const telemetry = await startTestTelemetry()
  await sendSync(telemetry, { jobId: 'r1' })
  const lines = describeRun(telemetry.store, 'r1')!.map((line) => line.replaceAll(/ +[\d,]+ ms/g, ' # ms'))
  await telemetry.stop()
  expect(lines).toEqual([
    '',
    'policy.sync partial: # ms, 30 items',
    'run r1',
    expect.stringMatching(/^POST \/api\/tenants\/x\/sync {2,}202 # ms$/),
    expect.stringMatching(/^├─ send intune-sync-queue {2,}ok # ms$/),
    expect.stringMatching(/^└─ run policy\.sync, attempt 1 {2,}ok # ms$/),
    expect.stringMatching(/^ {3}├─ 30 × GET …\/configurationPolicies\('\{id\}'\)\/settings {2,}200 × 29, 429 × 1$/),
    expect.stringMatching(/^ {3}│ {7}p50 # ms {2}p95 # ms {2}total # ms$/),
    expect.stringMatching(/^ {3}├─ GET …\/configurationPolicies {2,}200 # ms$/),
    expect.stringMatching(/^ {3}└─ db worker {2,}ok # ms$/),
  ])
})

test('no line is longer than 80 columns, and what is too long loses its middle', () => {
  const name = `GET /v1.0/deviceManagement/${'long/'.repeat(30)}end`
  const rows = [span('top', ''), ...Array.from({ length: 25 }, (_, i) => span(`${i}`, 'top', { Name: name }))]
  const lines = printTrees(treesOf([...rows, span('one', 'top', { Name: `${name}s` })]), open)
  expect(Math.max(...lines.map((line) => line.length))).toBe(80)
  expect(lines[1]).toMatch(/^├─ 25 × GET …\/long\/.*….*long\/end {2}ok$/)
})

test('six siblings of a kind are one, five are not', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => span(`${i}`, '', { Name: 'db api', DurationMs: i }))
  expect(printTrees(treesOf(many(5)), open)).toHaveLength(5)
  expect(printTrees(treesOf(many(6)), open)).toEqual([
    expect.stringMatching(/^6 × db api +ok$/),
    '     p50 2 ms  p95 5 ms  total 15 ms',
  ])
})

test('of another run in the same trace only the end is shown', () => {
  const ofRun = (jobId: string) => ({ Properties: { jobId, attempt: '1' } })
  const rows = [span('a', '', ofRun('1')), span('in a', 'a'), span('b', '', ofRun('2')), span('in b', 'b')]
  const lines = printTrees(treesOf(rows), ({ jobId }) => jobId === undefined || jobId === '1')
  expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual(['a, attempt 1', '└─ in a', 'b, attempt 1'])
})

test('what fails and what lacks a name is told', () => {
  const [line, other] = printTrees(
    treesOf([span('a', '', { Name: '', Properties: { operation: 'x' }, Success: false }), span('b', '', { Name: '' })]),
    open,
  )
  expect(line).toMatch(/^run x +failed/)
  expect(other).toMatch(/^unnamed +ok/)
})

test('a span that failed has the code of its error', () => {
  const failed = { Success: false, Properties: { code: 'graph.auth.no_consent' } }
  const [token, request] = printTrees(
    treesOf([span('token graph', '', failed), span('GET', '', { ...failed, ResultCode: '403' })]),
    open,
  )
  expect(token).toMatch(/^token graph {2,}graph\.auth\.no_consent +5 ms$/)
  expect(request).toMatch(/^GET {2,}403 +5 ms$/)
})

describe('a run is shown', () => {
  const record = { Message: 'job_complete', Properties: { jobId: 'r', attempt: '2' } }
  const run = span('a', '', { Properties: { jobId: 'r', attempt: '2' } })

  test('once, when nothing more has come for a moment', () => {
    const ended = new EndedRuns()
    ended.onRow('AppRequests', run, 1000)
    expect(ended.take(60_000)).toEqual([])
    ended.onRow('AppTraces', record, 60_000)
    expect(ended.take(61_000)).toEqual([])
    expect(ended.take(61_500)).toEqual(['r'])
    expect(ended.take(99_000)).toEqual([])
  })

  test('with the span of the attempt that ended it, not of one before', () => {
    const ended = new EndedRuns()
    ended.onRow('AppRequests', span('a', '', { Properties: { jobId: 'r', attempt: '1' } }), 0)
    ended.onRow('AppTraces', record, 5000)
    expect(ended.take(8000)).toEqual([])
    ended.onRow('AppRequests', run, 8000)
    expect(ended.take(9500)).toEqual(['r'])
  })

  test('without its span when that was not sampled', () => {
    const ended = new EndedRuns()
    ended.onRow('AppTraces', record, 0)
    expect(ended.take(14_999)).toEqual([])
    expect(ended.take(15_000)).toEqual(['r'])
  })
})
