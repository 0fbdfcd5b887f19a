import type { Row, TableName } from '../../local/telemetry/tables'
import { logEvents } from '../../src/shared/log-events'
import { metrics } from '../../src/shared/metrics'
import { capture, type Captured, changed, recordOf } from './capture'
import { comparedWith, missingIn } from './kql/missing'
import { readQuery } from './kql/read-query'
import { runQuery } from './kql/run-query'
import { deployedRules, fires, queries, type Rule, toKql } from './rules'

jest.setTimeout(120_000)

let captured: Captured
let rules: Map<string, Rule>
beforeAll(async () => {
  ;[captured, rules] = await Promise.all([capture(), deployedRules()])
})

const now = Date.parse('2026-12-01T10:00:00Z')
const minute = 60_000

test('everything that the backend sends is known', () => {
  expect(captured.unknown).toEqual([])
})

test('every column and property that a query names was captured', () => {
  const missing = [...queries].flatMap(([name, text]) => {
    const query = readQuery(text)
    const rows = toKql(captured.rows[query.table as TableName])
    return missingIn(query, rows, Date.now()).map((what) => `${name}: ${what}`)
  })
  expect(missing).toEqual([])
})

test('queries ask for log records and metrics alone, which are never sampled, and by names that there are', () => {
  for (const text of queries.values()) {
    const query = readQuery(text)
    expect(['AppTraces', 'AppMetrics']).toContain(query.table)
    const names = query.table === 'AppTraces' ? Object.keys(logEvents) : Object.keys(metrics)
    for (const name of comparedWith(query, query.table === 'AppTraces' ? 'Message' : 'Name'))
      expect(names).toContain(name)
  }
})

test('what an alert does not ask is a panel of the workbook, and finds something of what was captured', () => {
  const panels = [...queries].filter(([name]) => !rules.has(name))
  expect(panels.length).toBeGreaterThan(5)
  for (const [name, text] of panels) {
    const query = readQuery(text)
    const found = runQuery(query, toKql(captured.rows[query.table as TableName]), Date.now())
    expect([name, found.length > 0]).toEqual([name, true])
  }
})

/** Of a pass in which nothing was wrong: the captured one may have met a broker that was away. */
const well = { status: 'succeeded', failedRepairs: '0', code: null }

/** A pass of reconcile each minute until now, all with these properties changed. */
const ticks = (count: number, properties: Record<string, string | null> = {}): Row[] =>
  Array.from({ length: count }, (_, i) =>
    changed(recordOf(captured, 'tick'), now - i * minute, { ...well, ...properties }),
  )
const records = (count: number, event: string, properties: Record<string, string | null> = {}): Row[] =>
  Array.from({ length: count }, () => changed(recordOf(captured, event), now - minute, properties))
const metric = (name: string, sum: number, more: Row = {}): Row => {
  const found = captured.rows.AppMetrics.find((row) => row['Name'] === name)
  return { ...changed(found!, now - minute), Sum: sum, ...more }
}
const instances = (count: number) =>
  Array.from({ length: count }, (_, i) => metric('tenantpilot.db.duration', 1, { AppRoleInstance: `i${i}` }))
const graph = (throttled: number, requests: number) => [
  metric('tenantpilot.graph.throttled', throttled),
  metric('tenantpilot.graph.requests', requests),
]

interface Case {
  name: string
  fires: Record<string, () => Row[]>
  doesNot: Record<string, () => Row[]>
}

/** An alert on a number of `tick`, which fires where it is bad in every pass of its window. */
const onTicks = (name: string, bad: Record<string, string>, good: Record<string, string | null>): Case => ({
  name,
  fires: { 'bad in every pass': () => ticks(10, bad), 'bad in as many as there are': () => ticks(5, bad) },
  doesNot: {
    'good in every pass': () => ticks(10, good),
    'good in one of them': () => [...ticks(9, bad), ...ticks(1, good)],
    'too few passes': () => ticks(4, bad),
    'no pass': () => [],
  },
})

const cases: Case[] = [
  onTicks('owed-messages', { oldestOwedSeconds: '181' }, { oldestOwedSeconds: null }),
  onTicks('waiting-runs', { oldestWaitingSeconds: '1801' }, { oldestWaitingSeconds: '1800' }),
  onTicks('late-runs', { late: '1' }, { late: '0' }),
  onTicks('no-sync', { tenantsWithoutSync: '1' }, { tenantsWithoutSync: '0' }),
  onTicks('dead-letters', { deadLettersInteractive: '1' }, { deadLettersSync: '0', deadLettersInteractive: '0' }),
  onTicks(
    'connections',
    { connectionsOpen: '81', connectionsLimit: '100' },
    { connectionsOpen: '80', connectionsLimit: '100' },
  ),
  onTicks('failed-repairs', { failedRepairs: '1' }, {}),
  onTicks('failed-repairs', { status: 'failed' }, {}),
  onTicks('failed-repairs', { code: 'db.forbidden' }, {}),
  {
    name: 'no-tick',
    fires: {
      'nothing came': () => [],
      'something else came': () => records(3, 'job_complete'),
      'the last pass was ten minutes ago': () => [changed(recordOf(captured, 'tick'), now - 10 * minute)],
    },
    doesNot: { 'the last pass was nine minutes ago': () => [changed(recordOf(captured, 'tick'), now - 9 * minute)] },
  },
  {
    name: 'failed-runs',
    fires: { 'one of nine': () => [...records(8, 'job_complete'), ...records(1, 'job_failed')] },
    doesNot: {
      'one of ten': () => [...records(9, 'job_complete'), ...records(1, 'job_failed')],
      'nothing ran': () => [],
    },
  },
  {
    name: 'bugs',
    fires: { 'a bug': () => records(1, 'bug'), 'a message that was thrown': () => records(1, 'message_thrown') },
    doesNot: { 'a run that failed': () => records(1, 'job_failed') },
  },
  {
    name: 'credential-expiry',
    fires: { '30 days': () => ticks(1, { credentialExpiresInDays: '30' }) },
    doesNot: {
      '31 days': () => ticks(1, { credentialExpiresInDays: '31' }),
      'not known': () => ticks(1, { credentialExpiresInDays: '' }),
      'not told': () => ticks(1),
    },
  },
  {
    name: 'throttling',
    fires: { 'more than a second for each request': () => graph(601, 600) },
    doesNot: {
      'much, for very many requests': () => graph(601, 700),
      'ten minutes or less': () => graph(600, 1),
      'nothing was asked': () => [],
    },
  },
  {
    name: 'instances',
    fires: { '201': () => instances(201) },
    doesNot: { '200': () => instances(200), none: () => [] },
  },
]

test('every log alert is tried', () => {
  expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(rules.keys()))
})

describe.each(cases)('$name', ({ name, fires: when, doesNot }) => {
  const found = (rows: Row[]) => {
    const rule = rules.get(name)!
    return fires(rule, { [rule.query.table]: rows }, now)
  }
  test.each(Object.keys(when))('fires: %s', (what) => expect(found(when[what]!())).toBe(true))
  test.each(Object.keys(doesNot))('does not: %s', (what) => expect(found(doesNot[what]!())).toBe(false))
})
