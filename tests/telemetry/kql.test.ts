import { missingIn } from './kql/missing'
import { readQuery } from './kql/read-query'
import { runQuery } from './kql/run-query'
import type { Row } from './kql/evaluate'

const now = Date.parse('2026-12-01T10:00:00Z')
const minutesAgo = (minutes: number) => now - minutes * 60_000
const table: Row[] = [
  { TimeGenerated: minutesAgo(1), Message: 'a', Properties: { n: '5', who: 'x' } },
  { TimeGenerated: minutesAgo(2), Message: 'a', Properties: { n: '7', who: 'y' } },
  { TimeGenerated: minutesAgo(20), Message: 'b', Properties: { n: '', who: 'x' } },
]
const run = (text: string, rows: readonly Row[] = table) => runQuery(readQuery(`T\n${text}`), rows, now)

test.each<[string, object[]]>([
  ["| where Message == 'a' | summarize n = count()", [{ n: 2 }]],
  ["| where Message != 'a' | summarize n = count()", [{ n: 1 }]],
  ["| where Message in ('b', 'c') | summarize n = count()", [{ n: 1 }]],
  ['| where TimeGenerated > ago(10m) | summarize n = count()', [{ n: 2 }]],
  ["| where Message startswith 'A' | summarize n = count()", [{ n: 2 }]],
  ['| summarize s = sum(toreal(Properties.n)), least = min(toreal(Properties.n))', [{ s: 12, least: 5 }]],
  ["| summarize s = sumif(toreal(Properties.n), tostring(Properties.who) == 'x')", [{ s: 5 }]],
  ['| summarize n = countif(toreal(Properties.n) > 5), d = dcount(Message)', [{ n: 1, d: 2 }]],
  ['| summarize p = percentile(toreal(Properties.n), 95), top = max(TimeGenerated)', [{ p: 7, top: minutesAgo(1) }]],
  [
    '| summarize n = count() by who = tostring(Properties.who) | order by n desc',
    [
      { who: 'x', n: 2 },
      { who: 'y', n: 1 },
    ],
  ],
  [
    '| summarize n = count() by bin(TimeGenerated, 10m), Message | order by TimeGenerated asc',
    [
      { TimeGenerated: minutesAgo(20), Message: 'b', n: 1 },
      { TimeGenerated: minutesAgo(10), Message: 'a', n: 2 },
    ],
  ],
  [
    '| extend twice = toint(Properties.n) * 2 + 1 - 1 | project twice, half = twice / 4 | top 1 by twice desc',
    [{ twice: 14, half: 3.5 }],
  ],
  ["| where toreal(Properties.n) > 0 or Message == 'b' | summarize n = count() // all\n| render timechart", [{ n: 3 }]],
  [
    "| where Message == 'a' and (toreal(Properties.n) >= 7 or toreal(Properties.n) < 5) | project Message",
    [{ Message: 'a' }],
  ],
])('%s', (text, rows) => {
  expect(run(text)).toEqual(rows)
})

test('of no rows, counts are 0, the least is nothing, and groups there are none', () => {
  expect(run('| summarize n = count(), s = sum(x), least = min(x)', [])).toEqual([{ n: 0, s: 0, least: null }])
  expect(run('| summarize n = count() by x', [])).toEqual([])
  expect(run('| summarize least = min(x) | where least <= 30', [])).toEqual([])
  expect(run('| summarize n = count() | where n == 0', [])).toHaveLength(1)
})

test.each([
  ["| where Message =~ 'a'", 'line 2: ~ is not known'],
  ['| distinct Message', 'line 2: distinct is not understood here'],
  ['| join (U) on Message', 'line 2: join is not understood here'],
  ['| where Message has 1', 'line 2: has is not understood here'],
  ['| summarize count()', 'line 2: the end is not understood here'],
  ['| order by Message', 'line 2: the end is not understood here'],
  ['| render timechart | take 1', 'line 2: take is not understood here'],
  ["| where Message == 'a", "line 2: ' is not known"],
  ['| where Message == ', 'line 2: the end is not understood here'],
  ['| where strlen(Message) > 1', 'there is no function strlen'],
  ['| where Mesage == 1', 'there is no column Mesage, only TimeGenerated, Message, Properties'],
  ["| where Properties.who == 'x'", 'Properties.who has no type'],
  ["| where toreal(Properties.n) == '5'", 'compares two kinds'],
  ["| where Message > 'a'", '> is for numbers and times'],
  ['| summarize n = Message', 'summarize takes aggregates alone'],
  ['| summarize n = tostring(Message)', 'summarize takes aggregates alone'],
  ['| extend a = tostring(Message.who)', 'Message has no properties'],
])('%s is red', (text, says) => {
  expect(() => run(text)).toThrow(says)
})

test('a name that no row has is found, where it is named', () => {
  const missing = (text: string) => missingIn(readQuery(`T\n${text}`), table, now)
  expect(missing("| where Message == 'a' | summarize n = sum(toreal(Properties.n))")).toEqual([])
  expect(missing('| summarize n = sum(toreal(Properties.m))')).toEqual(['Properties.m'])
  expect(missing("| where Message == 'c' | project n = tostring(Properties.n)")).toEqual(['Properties.n'])
  expect(missing('| where Mesage == 1 or toreal(Properties.k) > 1')).toEqual(['the column Mesage', 'Properties.k'])
  expect(missing('| project Message | order by TimeGenerated desc')).toEqual(['the column TimeGenerated'])
})
