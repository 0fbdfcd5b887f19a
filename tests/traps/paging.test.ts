import { configurations, intents, list, start, tenantId } from '../local/simulator/harness'
import { product } from './support/product'
import { idsOf } from './support/raw'
import { expectRows, expectComplete, sources } from './support/expect-complete'

/** 33 of these are catalog policies, which is two pages of 25. */
const tenants = [{ entraTenantId: tenantId, policies: 60, seed: 3 }]
const policyList = 'configurationPolicies\\?'
const longPolicy = { name: 'Long', settings: Array.from({ length: 60 }, (_, n) => setting(n)) }
const longId = 'cccccccc-0000-4000-8000-00000000000c'

function setting(n: number) {
  return {
    id: String(n),
    settingInstance: {
      '@odata.type': '#microsoft.graph.deviceManagementConfigurationSimpleSettingInstance',
      settingDefinitionId: `long_${n}`,
      simpleSettingValue: { value: n },
    },
  }
}

test('25 per page: lists and settings are read to the last page, also when Graph ignores $top', async () => {
  const simulator = await start({ tenants })
  simulator.control.put(tenantId, 'configurationPolicies', longId, longPolicy)
  simulator.control.behave({ ignoreTop: true })
  for (const url of [`${list}?$top=100`, `${list}/${longId}/settings?$top=1000`]) {
    const { value, '@odata.nextLink': link } = (await simulator.get(url)).json
    expect([value.length, typeof link]).toEqual([25, 'string'])
  }
  expectComplete(simulator, await product(simulator).sync())
})

test('skip tokens are opaque: every link is followed word for word', async () => {
  const simulator = await start()
  const link = String((await simulator.get(`${list}?$expand=assignments`)).json['@odata.nextLink'])
  for (const altered of [link.replace('$expand=assignments&', ''), link.replace('skiptoken=', 'skiptoken=A')])
    expect((await simulator.get(altered)).status).toBe(400)
  const { sync, asked, links } = product(simulator)
  expectComplete(simulator, await sync())
  const followed = asked.filter((url) => url.includes('skiptoken'))
  expect(followed.some((url) => url.includes('$expand'))).toBe(true)
  expect(followed.toSorted()).toEqual(links.toSorted())
})

test('an expired skip token restarts the list, and each policy and setting is written once', async () => {
  const simulator = await start()
  const [intent] = simulator.control.list(tenantId, 'intents').filter(({ settings }) => Number(settings) > 25)
  const expire = () => {
    for (const match of [policyList, `${String(intent!['id'])}/settings`])
      simulator.control.addFault({ kind: 'expiredSkipToken', match })
  }
  expire()
  for (const url of [list, `${intents}/${String(intent!['id'])}/settings`]) {
    const link = String((await simulator.get(url)).json['@odata.nextLink'])
    expect((await simulator.get(link)).status).toBe(400)
  }
  expire()
  const { sync, asked } = product(simulator)
  expectComplete(simulator, await sync())
  expect(simulator.control.faults()).toEqual([])
  expect(asked.filter((url) => url.includes('configurationPolicies?$top=50') && !url.includes('skip'))).toHaveLength(1)
})

test('an empty page with a next link is not the last page', async () => {
  const simulator = await start({ tenants })
  simulator.control.behave({ emptyPages: 1, ignoreTop: true })
  const arm = () => {
    for (const source of sources) simulator.control.addFault({ kind: 'emptyPage', match: `${source}(\\?|$)` })
  }
  arm()
  const pages = (await simulator.pages(list)).map(({ value }) => value.length)
  expect(pages).toEqual([0, 25, 0, 8])
  simulator.control.clearFaults()
  arm()
  expectComplete(simulator, await product(simulator).sync())
  expect(simulator.control.faults()).toEqual([])
})

test('a repeated nextLink fails the list, nothing of it is swept, and all others are complete', async () => {
  const simulator = await start({ tenants })
  const intent = String(simulator.control.list(tenantId, 'intents')[0]!['id'])
  const matches = ['deviceConfigurations\\?', `${intent}/settings`]
  for (const match of matches) simulator.control.addFault({ kind: 'repeatedNextLink', count: 30, match })
  const url = `${configurations}?$expand=assignments`
  expect((await simulator.get(url)).json['@odata.nextLink']).toBe(simulator.url + url)
  const { sync, asked } = product(simulator)
  const synced = await sync()
  const code = 'graph.paging'
  expect(synced.failed).toMatchObject([
    { key: 'deviceConfigurations', outcome: 'failed', code },
    { key: `intents/${intent}`, outcome: 'failed', code },
  ])
  expect(asked.filter((one) => one === simulator.url + url)).toHaveLength(1)
  expect(synced.sweep).toMatchObject({ stale: [{ source: 'deviceConfigurations', code }] })
  expect(synced.sweep!.sources).not.toContain('deviceConfigurations')
  // the first page was good
  expectRows(simulator, synced, [`intents/${intent}`])
})

test('a nextLink to another host is not followed, the source is stale, and all others are complete', async () => {
  const simulator = await start({ tenants })
  const match = 'deviceConfigurations\\?'
  simulator.control.addFault({ kind: 'foreignNextLink', count: 2, match })
  const { json } = await simulator.get(`${configurations}?$expand=assignments`)
  expect(new URL(String(json['@odata.nextLink'])).hostname).toBe('graph.simulator.invalid')
  const { sync, asked } = product(simulator)
  const synced = await sync()
  expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([simulator.url]))
  const code = 'graph.foreign_link'
  expect(synced.failed).toMatchObject([{ key: 'deviceConfigurations', code }])
  expect(synced.sweep).toMatchObject({ stale: [{ source: 'deviceConfigurations', code }] })
  expectRows(simulator, synced, ['deviceConfigurations'])
})

test('500 on a later page restarts the list with smaller pages, and each policy is written once', async () => {
  const simulator = await start()
  const fault = { kind: 'brokenPage', match: policyList } as const
  simulator.control.addFault(fault)
  const { '@odata.nextLink': link } = (await simulator.get(`${list}?$top=100`)).json
  for (let i = 0; i < 3; i++) expect((await simulator.get(link)).status).toBe(500)
  expect(idsOf(await simulator.all(`${list}?$top=50`))).toHaveLength(110)
  const { sync, asked } = product(simulator)
  expectComplete(simulator, await sync())
  const begun = asked.filter((url) => /configurationPolicies\?(?!.*skiptoken)/.test(url))
  expect(begun.map((url) => /top=(\d+)/.exec(url)?.[1])).toEqual(['100', '50'])
})

test('a restarted list in another order gives each policy once', async () => {
  const simulator = await start()
  simulator.control.behave({ shuffle: true })
  const [first, second] = [idsOf(await simulator.all(list)), idsOf(await simulator.all(list))]
  expect(second).not.toEqual(first)
  expect(second.toSorted()).toEqual(first.toSorted())
  simulator.control.addFault({ kind: 'brokenPage', match: policyList })
  expectComplete(simulator, await product(simulator).sync())
})

test('when entries shift between pages, a policy or setting that comes twice counts once', async () => {
  const simulator = await start({ tenants })
  simulator.control.put(tenantId, 'configurationPolicies', longId, longPolicy)
  simulator.control.behave({ ignoreTop: true })
  const settings = `${list}/${longId}/settings`
  const move = () => {
    for (const match of [policyList, `${longId}/settings`]) simulator.control.addFault({ kind: 'movedPage', match })
  }
  move()
  for (const [url, size] of [[`${list}?$top=100`, 34], [settings, 60]] as const) {
    const ids = idsOf(await simulator.all(url))
    expect([ids.length, new Set(ids).size]).toEqual([size + 1, size])
  } // prettier-ignore
  move()
  const synced = await product(simulator).sync()
  expect(simulator.control.faults()).toEqual([])
  expectComplete(simulator, synced)
  expect(synced.policies.get(`configurationPolicies/${longId}`)!.rows).toHaveLength(60)
})

test('when entries shift between pages, a skipped policy is requested by its id and not deleted', async () => {
  const simulator = await start({ tenants })
  const ids = idsOf(await simulator.all(list))
  const skip = () => {
    simulator.control.behave({ ignoreTop: true })
    simulator.control.addFault({ kind: 'skippedEntry', match: policyList })
  }
  skip()
  expect(idsOf(await simulator.all(list))).toHaveLength(ids.length - 1)
  skip()
  const gone = 'dddddddd-0000-4000-8000-00000000000d'
  const { sync, asked } = product(simulator)
  const synced = await sync([...ids, gone].map((id) => ({ source: 'configurationPolicies', id })))
  expectComplete(simulator, synced)
  expect(synced.failed).toEqual([]) // what is really gone is no failure either
  expect(asked.some((url) => url.endsWith('$batch'))).toBe(true)
})
