import { type RefusalName, refusals } from '../../local/simulator/traffic/refusals'
import { compliance, list, start, tenantId } from '../local/simulator/harness'
import { expectRows, sources } from './support/expect-complete'
import { product } from './support/product'

const tenants = [{ entraTenantId: tenantId, policies: 40, seed: 5 }]
const refused = 'deviceCompliancePolicies'

/** What an item of a refused collection says. */
const codes: Record<RefusalName, string> = {
  forbiddenAs401: 'graph.refused',
  wrappedForbidden: 'graph.forbidden',
  htmlForbidden: 'graph.forbidden',
  emptyNotFound: 'graph.unavailable',
  noSegment: 'graph.bad_request',
  notSupported: 'graph.unavailable',
  notProvisioned: 'graph.unavailable',
  hostNotFound: 'graph.unavailable',
  throttledAs500: 'graph.unavailable',
}

test.each(Object.keys(refusals) as RefusalName[])(
  '%s costs one collection, and no policy of it counts as gone',
  async (like) => {
    const simulator = await start({ tenants })
    const stored = simulator.control.list(tenantId, refused).map(({ id }) => ({ source: refused, id: String(id) }))
    simulator.control.addFault({ kind: 'status', like, match: refused, count: 1000 })
    const synced = await product(simulator).sync(stored)
    expect(synced.failed.map(({ source, code }) => [source, code])).toEqual([[refused, codes[like]]])
    expect(synced.sweep).toMatchObject({ stale: [{ source: refused, code: codes[like] }] })
    expect([...synced.sweep!.sources].sort()).toEqual(sources.filter((source) => source !== refused))
    expectRows(simulator, synced, [refused])
  },
)

test.each(Object.keys(refusals) as RefusalName[])('%s: the simulator answers as Graph was seen to', async (like) => {
  const simulator = await start({ tenants })
  simulator.control.addFault({ kind: 'status', like, match: refused })
  const { status, text, json, headers } = await simulator.get(compliance)
  const { raw, code }: { raw?: { type: string; text: string }; code?: string } = refusals[like]
  expect([status, headers['content-type']]).toEqual([refusals[like].status, raw?.type ?? 'application/json'])
  expect(raw ? text : json.error.code).toBe(raw ? raw.text : code)
})

test('a list that ends early without saying so deletes nothing: what is missing is asked for by name', async () => {
  const simulator = await start({ tenants })
  const stored = simulator.control
    .list(tenantId, 'configurationPolicies')
    .map(({ id }) => ({ source: 'configurationPolicies', id: String(id) }))
  simulator.control.addFault({ kind: 'cutList', match: 'configurationPolicies\\?' })
  const synced = await product(simulator).sync(stored)
  expect(synced.failed).toEqual([])
  expect(synced.sweep).toMatchObject({ stale: [] })
  expectRows(simulator, synced)
})

test('a list that ends early has half a page and no next link', async () => {
  const simulator = await start()
  simulator.control.addFault({ kind: 'cutList' })
  const { json } = await simulator.get(list)
  expect(json.value).toHaveLength(13)
  expect(json).not.toHaveProperty(['@odata.nextLink'])
  expect((await simulator.get(list)).json.value).toHaveLength(25)
})
