import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { infra } from './support/files'
import { deployMain, inside, ofType } from './support/installation'
import type { Deployed } from './support/deploy'

const rules = 'Microsoft.Insights/scheduledQueryRules'
const metricAlerts = 'Microsoft.Insights/metricAlerts'
const groups = 'Microsoft.Insights/actionGroups'
const queryOf = ({ body }: Deployed) => String(inside(body, 'properties.criteria.allOf.0.query'))
const shortName = ({ name }: Deployed) => name.replace('tenantpilot-production-', '')

test('without an address there is no alert, no test from outside and no budget, but the workbook', async () => {
  const deployment = await deployMain('production', { alertEmails: '', budgetAmount: 100, budgetStart: '2026-12-01' })
  for (const type of [rules, metricAlerts, groups, 'Microsoft.Insights/webtests', 'Microsoft.Consumption/budgets'])
    expect(ofType(deployment, type)).toEqual([])
  expect(ofType(deployment, 'Microsoft.Insights/workbooks')).toHaveLength(1)
})

test('all alerts tell one group, which has every address', async () => {
  const deployment = await deployMain('production', { alertEmails: 'a@example.com,b@example.com' })
  const [group] = ofType(deployment, groups)
  const receivers = inside(group?.body, 'properties.emailReceivers') as { name: string; emailAddress: string }[]
  expect(receivers.map(({ emailAddress }) => emailAddress)).toEqual(['a@example.com', 'b@example.com'])
  expect(new Set(receivers.map(({ name }) => name)).size).toBe(2)
  for (const { body } of ofType(deployment, rules))
    expect(inside(body, 'properties.actions.actionGroups')).toEqual([group?.id])
  for (const { body } of ofType(deployment, metricAlerts))
    expect(inside(body, 'properties.actions.0.actionGroupId')).toBe(group?.id)
})

test('each query is deployed as it stands in its file, and none is left over', async () => {
  const deployment = await deployMain('production')
  const texts = new Map(
    readdirSync(join(infra, 'queries')).map((file) => [
      file.replace('.kql', ''),
      readFileSync(join(infra, 'queries', file), 'utf8'),
    ]),
  )
  const used = ofType(deployment, rules).map((rule) => {
    expect(queryOf(rule)).toBe(texts.get(shortName(rule)))
    return shortName(rule)
  })
  const [workbook] = ofType(deployment, 'Microsoft.Insights/workbooks')
  const { items } = JSON.parse(String(inside(workbook?.body, 'properties.serializedData'))) as {
    items: { type: number; name: string; content: { query?: string } }[]
  }
  const panels = items.filter(({ type }) => type === 3)
  for (const { name, content } of panels) expect(content.query).toBe(texts.get(name))
  expect([...used, ...panels.map(({ name }) => name)].toSorted()).toEqual([...texts.keys()].toSorted())
})

/** What Azure takes for the rules of logs, in minutes. */
const windows = ['PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT1H', 'PT6H']

test('an alert on logs fires for any row, asks the workspace, and looks at least as often as its window is long', async () => {
  const deployment = await deployMain('production')
  const [workspace] = ofType(deployment, 'Microsoft.OperationalInsights/workspaces')
  for (const { body } of ofType(deployment, rules)) {
    const { windowSize, evaluationFrequency, scopes } = body['properties'] as Record<string, string>
    expect(scopes).toEqual([workspace?.id])
    expect(inside(body, 'properties.criteria.allOf.0')).toMatchObject({
      timeAggregation: 'Count',
      operator: 'GreaterThan',
      threshold: 0,
    })
    expect(windows).toContain(windowSize)
    expect(windows.indexOf(evaluationFrequency!)).toBeGreaterThanOrEqual(0)
    expect(windows.indexOf(evaluationFrequency!)).toBeLessThanOrEqual(windows.indexOf(windowSize!))
  }
})

test('dead letters are told by queue; a database that is not ours is its owner\u2019s', async () => {
  const names = async (postgresMode: string) =>
    ofType(await deployMain('production', { postgresMode }), metricAlerts).map(shortName)
  const ofBus = ['queue-dead-letters', 'bus-throttled', 'bus-errors']
  const ofDatabase = ['database-down', 'database-storage', 'database-cpu', 'database-refuses']
  expect(await names('new')).toEqual([...ofBus, ...ofDatabase, 'live'])
  expect(await names('existing')).toEqual([...ofBus, 'live'])
  const [letters] = ofType(await deployMain('production'), metricAlerts)
  expect(inside(letters?.body, 'properties.criteria.allOf.0.dimensions')).toEqual([
    { name: 'EntityName', operator: 'Include', values: ['*'] },
  ])
})

test('what asks from outside asks the address of the API, which a certificate must still serve for a month', async () => {
  const deployment = await deployMain('production', { publicBaseUrl: 'https://api.example.com' })
  const [test] = ofType(deployment, 'Microsoft.Insights/webtests')
  const [insights] = ofType(deployment, 'Microsoft.Insights/components')
  expect(inside(test?.body, 'properties.Request.RequestUrl')).toBe('https://api.example.com/api/health/live')
  expect(inside(test?.body, 'properties.ValidationRules')).toMatchObject({
    ExpectedHttpStatusCode: 200,
    SSLCertRemainingLifetimeCheck: 30,
  })
  expect(test?.body['tags']).toHaveProperty([`hidden-link:${insights?.id}`], 'Resource')
  const alert = ofType(deployment, metricAlerts).find((one) => shortName(one) === 'live')
  expect(inside(alert?.body, 'properties.scopes')).toEqual([test?.id, insights?.id])
})

test('a budget is there where an amount is given', async () => {
  const budgets = async (budgetAmount: number) =>
    ofType(await deployMain('production', { budgetAmount, budgetStart: '2026-12-01' }), 'Microsoft.Consumption/budgets')
  expect(await budgets(0)).toEqual([])
  const [budget] = await budgets(250)
  expect(budget?.body['properties']).toMatchObject({
    amount: 250,
    timePeriod: { startDate: '2026-12-01T00:00:00Z' },
    notifications: { mostOfIt: { threshold: 80 }, soonAllOfIt: { thresholdType: 'Forecasted' } },
  })
})

test('docs/operating.md has every alert with its severity, and no other', async () => {
  const deployment = await deployMain('production')
  const page = readFileSync(join(infra, '..', 'docs', 'operating.md'), 'utf8')
  const section = page.slice(page.indexOf('\n## Alerts\n')).split('\n## ')[1]!
  const rows = [...section.matchAll(/^\| `([\w-]+)` \| (\d) \|/gm)].map(([, name, severity]) => `${name} ${severity}`)
  const deployed = [...ofType(deployment, rules), ...ofType(deployment, metricAlerts)].map(
    (one) => `${shortName(one)} ${String(inside(one.body, 'properties.severity'))}`,
  )
  expect(rows.toSorted()).toEqual(deployed.toSorted())
})
