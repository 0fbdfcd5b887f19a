import type { AppError } from '../../src/shared/errors'
import {
  base,
  catalogCompliance,
  compliance,
  configurations,
  intents,
  list,
  start,
  tenantId,
  type Running,
} from '../local/simulator/harness'
import { product } from './support/product'
import { expectRows, expectComplete, sources } from './support/expect-complete'

const actions = 'scheduledActionsForRule'
const nested = `${actions}($expand=scheduledActionConfigurations)`
const tenants = [{ entraTenantId: tenantId, policies: 60, seed: 3 }]

/** URLs of a source's policies in `control.list`. */
function urlsOf({ control }: Running, source: string, wanted: (policy: { settings: number }) => boolean = () => true) {
  const policies = control.list(tenantId, source) as { id: string; settings: number }[]
  return policies.filter(wanted).map(({ id }) => `${base}/${source}/${id}`)
}

test('$expand=assignments is empty for a single policy: assignments are read from the list or below the policy', async () => {
  const simulator = await start({ tenants })
  const assigned = new Map<string, string[]>()
  for (const source of sources)
    for (const url of urlsOf(simulator, source)) {
      const there = await simulator.all(`${url}/assignments`)
      assigned.set(
        url.slice(base.length + 1),
        there.map(({ target }) => String(target.groupId ?? target.collectionId ?? '')).sort(),
      )
      if (!['configurationPolicies', 'compliancePolicies'].includes(source)) continue
      const { assignments, isAssigned } = (await simulator.get(`${url}?$expand=assignments`)).json
      expect([assignments, isAssigned]).toEqual([[], there.length > 0])
    }
  for (const source of sources)
    expect([...assigned].some(([key, groups]) => key.startsWith(source) && groups.length > 0)).toBe(true)
  const { policies } = await product(simulator).sync()
  const read = [...policies].map(([key, unit]) => {
    const assignments = unit.details!.assignments
    if (assignments === 'unreadable') throw new Error(`The assignments of ${key} were not read.`)
    return [key, assignments.map(({ groupId }) => groupId ?? '').sort()] as const
  })
  expect(new Map(read)).toEqual(assigned)
})

test('$expand=settings in a list returns at most 25: settings are read below each policy', async () => {
  const simulator = await start({ tenants })
  const more = ({ settings }: { settings: number }) => settings > 25
  for (const source of ['configurationPolicies', 'intents']) {
    const ids = urlsOf(simulator, source, more).map((url) => url.split('/').at(-1))
    const cut = (await simulator.all(`${base}/${source}?$expand=settings`)).filter(({ id }) => ids.includes(id))
    expect(cut.length).toBeGreaterThan(0)
    for (const policy of cut) expect(policy['settings']).toHaveLength(25)
  }
  expectComplete(simulator, await product(simulator).sync())
})

test('content that no list returns is read from each policy', async () => {
  const simulator = await start()
  for (const url of [list, intents, catalogCompliance])
    for (const policy of await simulator.all(url)) expect(policy).not.toHaveProperty('settings')
  const type = 'windows10GeneralConfiguration'
  const controls = 'privacyAccessControls'
  const general = (await simulator.all(configurations)).filter((one) => String(one['@odata.type']).endsWith(type))
  for (const policy of general) expect(policy).not.toHaveProperty(controls)
  const own = general.map(({ id }) => `${configurations}/${id}`)
  const cast = await Promise.all(own.map((url) => simulator.get(`${url}?$expand=microsoft.graph.${type}/${controls}`)))
  expect(cast.some(({ json }) => json[controls].length > 0)).toBe(true)
  for (const url of own) expect((await simulator.get(url)).json).not.toHaveProperty(controls)
  expectComplete(simulator, await product(simulator).sync())
})

test('expand depth: Graph allows one level, which the actions for noncompliance need', async () => {
  const simulator = await start({ tenants })
  const refused = [nested.replace('s)', 's($expand=x))'), 'assignments($expand=target)']
  for (const expand of refused) expect((await simulator.get(`${compliance}?$expand=${expand}`)).status).toBe(400)
  expect((await simulator.get(`${list}?$expand=settings,relationships`)).status).toBe(400)
  for (const policy of await simulator.all(`${compliance}?$expand=${actions}`))
    for (const rule of policy[actions]) expect(rule).not.toHaveProperty('scheduledActionConfigurations')
  const synced = await product(simulator).sync()
  expectComplete(simulator, synced)
  const typed = [...synced.policies.values()].filter(({ source }) => source === 'deviceCompliancePolicies')
  for (const { rows } of typed) expect(rows.some(({ path }) => path.startsWith(`${actions}/`))).toBe(true)
})

test('actions of catalog compliance are read below the policy, because $expand returns an empty list', async () => {
  const simulator = await start()
  const urls = urlsOf(simulator, 'compliancePolicies')
  const below = await Promise.all(urls.map((url) => simulator.all(`${url}/${nested.replace('(', '?').slice(0, -1)}`)))
  expect(below.some((rules) => rules.length > 0)).toBe(true)
  for (const url of [...urls, catalogCompliance]) {
    const { json } = await simulator.get(`${url}?$expand=${nested}`)
    for (const policy of json.value ?? [json]) expect(policy[actions]).toEqual([])
  }
  expectComplete(simulator, await product(simulator).sync())
})

test('400 for 404: a catalog policy deleted after it was listed is not found, and all others are written', async () => {
  const simulator = await start({ tenants })
  const id = String(simulator.control.list(tenantId, 'configurationPolicies')[7]!['id'])
  const { sync, once } = product(simulator)
  once(/configurationPolicies\?/, () => simulator.control.remove(tenantId, 'configurationPolicies', id))
  const synced = await sync()
  expect(await simulator.get(`${list}/${id}/settings`)).toMatchObject({
    status: 400,
    json: { error: { code: 'ResourceNotFound' } },
  })
  const key = `configurationPolicies/${id}`
  expect(synced.failed).toMatchObject([{ key, outcome: 'failed', code: 'graph.not_found' }])
  expect(synced.sweep).toMatchObject({ stale: [] })
  expectRows(simulator, synced)
})

test.each(['configurationPolicies', 'compliancePolicies'])(
  'settingCount mismatch in %s: a policy with fewer settings than its count is a failed item',
  async (source) => {
    const simulator = await start({ tenants })
    const policies = simulator.control.list(tenantId, source) as { id: string; settings: number }[]
    const { id, settings } = policies.find((policy) => policy.settings > 1)!
    const short = (simulator.control.get(tenantId, source, id)['settings'] as object[]).slice(1)
    const { sync, once } = product(simulator)
    once(new RegExp(`${source}(\\?|$)`), () =>
      simulator.control.patch(tenantId, source, id, { settings: short as never }),
    )
    const synced = await sync()
    expect(await simulator.all(`${base}/${source}/${id}/settings`)).toHaveLength(settings - 1)
    expect(synced.failed).toMatchObject([{ key: `${source}/${id}`, outcome: 'failed', code: 'sync.incomplete' }])
    expectRows(simulator, synced, [`${source}/${id}`])
  },
)

test('the simulator answers 501 to what it does not serve, and a sync requests nothing of that kind', async () => {
  const simulator = await start({ tenants })
  const { sync, graph } = product(simulator)
  expectComplete(simulator, await sync())
  expect(simulator.control.stats().notServed).toEqual({})
  const path = 'deviceManagement/madeUpThings'
  const { status, json } = await simulator.get(`/beta/${path}`)
  const message = `simulator does not serve GET /beta/${path}`
  expect({ status, json }).toMatchObject({ status: 501, json: { error: { code: 'SimulatorNotImplemented', message } } })
  const refused = graph.get({ version: 'beta', path }).catch((error: unknown) => error)
  const { code, message: told } = (await refused) as AppError
  expect([code, told]).toEqual(['graph.unavailable', expect.stringContaining('HTTP 501, SimulatorNotImplemented')])
})
