import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collections as all } from '../../../local/simulator/collections/registry'
import type { SimulatorOptions } from '../../../local/simulator/options'
import { type Running, start, tenantId } from './harness'
import { madeUp } from './made-up'

const things = '/beta/deviceAppManagement/madeUpThings'
const scripts = '/v1.0/policies/madeUpScripts'
const singleton = '/beta/identity/madeUp'
const roles = ['DeviceManagementApps.Read.All', 'Policy.Read.All']

/** Starts a simulator with the made-up collections; the token has their permissions. */
async function startMadeUp(options: Partial<SimulatorOptions> = {}): Promise<Running> {
  const simulator = await start({
    collections: [...madeUp, ...all],
    tenants: [{ entraTenantId: tenantId, policies: 200, seed: 1 }],
    ...options,
  })
  simulator.control.roles(tenantId, roles)
  return simulator
}

test('a flat collection below deviceAppManagement has a list, objects, assignments and $expand', async () => {
  const simulator = await startMadeUp()
  const pages = await simulator.pages(things)
  expect(pages.map(({ value }) => value.length)).toEqual([100, 20])
  const [thing] = pages[0]!.value
  expect(thing).toEqual({
    '@odata.type': '#microsoft.graph.madeUpThing',
    id: expect.any(String),
    displayName: 'Thing 0',
    color: expect.stringMatching(/red|green/),
  })
  const whole = await simulator.all(`${things}?$expand=assignments&$top=1000`)
  const assigned = whole.find(({ assignments }) => assignments.length > 0)!
  const path = `${things}/${assigned.id}`
  expect((await simulator.get(`${path}?$expand=assignments`)).json).toMatchObject(assigned)
  expect(await simulator.all(`${path}/assignments`)).toEqual(assigned['assignments'])
  const [first] = assigned['assignments']
  expect((await simulator.get(`${path}/assignments/${first.id}`)).json).toEqual({
    '@odata.context': `https://graph.microsoft.com/beta/$metadata#deviceAppManagement/madeUpThings('${assigned.id}')/assignments/$entity`,
    ...first,
  })
  expect((await simulator.get(`${things}?$select=color`)).json.value[0]).not.toHaveProperty('displayName')
  expect((await simulator.get(`${things}?$select=nonsense`)).status).toBe(400)
  expect((await simulator.get(`${things}?$filter=x`)).status).toBe(501)
  expect((await simulator.get(`${path}/assignments/nobody`)).status).toBe(404)
  expect((await simulator.get(`${things}/nobody`)).status).toBe(404)
  expect((await simulator.get(things.replace('beta', 'v1.0'))).status).toBe(501)
  expect(Object.keys(simulator.control.stats().byPath)).toEqual(
    expect.arrayContaining([
      'GET /beta/deviceAppManagement/madeUpThings',
      'GET /beta/deviceAppManagement/madeUpThings/{id}/assignments/{id}',
    ]),
  )
})

test('its objects can be edited and are in the manifest', async () => {
  const { control, manifest } = await startMadeUp()
  const json = { '@odata.type': '#microsoft.graph.madeUpThing', color: 'blue', assignments: [{ target: {} }] }
  control.put(tenantId, 'madeUpThings', 'new', json)
  expect(control.get(tenantId, 'madeUpThings', 'new')).toMatchObject({ id: 'new', ...json })
  control.setSetting(tenantId, 'madeUpThings', 'new', { path: 'color', value: 'white' })
  const entries = [...manifest(tenantId)].filter(({ policyId }) => policyId === 'new')
  expect(entries).toEqual([{ source: 'madeUpThings', policyId: 'new', path: 'color', value: 'white' }])
})

test('a permission of another service is refused as that service does it', async () => {
  const simulator = await startMadeUp()
  simulator.control.roles(tenantId, ['DeviceManagementConfiguration.Read.All'])
  const error = { error: { code: 'Forbidden', message: expect.stringContaining('DeviceManagementApps.Read.All') } }
  expect(await simulator.get(things)).toMatchObject({ status: 403, json: error })
  for (const path of [scripts, singleton])
    expect(await simulator.get(path)).toMatchObject({
      status: 403,
      json: { error: { code: 'Authorization_RequestDenied' } },
    })
})

test('a list leaves content out, or shows it when $select names it; a single object has it', async () => {
  const simulator = await startMadeUp()
  const listed = await simulator.pages(scripts)
  expect(listed.map(({ value }) => value.length)).toEqual([300]) // takes no $top, so it comes as one page
  const [script] = listed[0]!.value
  expect(script).toEqual({ id: '1000_Script', content: null, banner: null, picture: null })
  expect((await simulator.get(`${scripts}?$select=id,banner,content`)).json.value[0]).toEqual({
    id: '1000_Script',
    content: null,
    banner: 'B0',
  })
  const { json } = await simulator.get(`${scripts}/1000_SCRIPT`)
  expect(json).toMatchObject({ id: '1000_Script', content: 'echo 0', banner: 'B0', picture: null })
  expect((await simulator.get(`${scripts}/1000_script?$select=picture`)).json).toMatchObject({ picture: 'P0' })
})

test('options of a query that a list refuses are 400, ignored ones change nothing', async () => {
  const simulator = await startMadeUp()
  for (const option of ['$top=3', "$filter=id eq '1'"])
    expect((await simulator.get(`${scripts}?${option}`)).status).toBe(400)
  expect((await simulator.get(`${scripts}?$orderby=id`)).json.value).toHaveLength(300)
  const deeper = `${singleton}/policies`
  for (const option of ['$top=3', '$select=nonsense', '$filter=id'])
    expect((await simulator.get(`${deeper}?${option}`)).json.value).toHaveLength(600)
  expect((await simulator.get(`${deeper}?$orderby=id`)).status).toBe(501)
})

test('a singleton answers itself and what is below it; the longest path of a collection counts', async () => {
  const simulator = await startMadeUp()
  expect((await simulator.get(singleton)).json).toEqual({
    '@odata.context': 'https://graph.microsoft.com/beta/$metadata#identity/madeUp/$entity',
    secureByDefault: false,
  })
  expect((await simulator.get(`${singleton}?$expand=assignments`)).json.assignments).toHaveLength(1)
  expect(await simulator.all(`${singleton}/assignments`)).toEqual([{ id: 'a', target: {} }])
  const [policy] = await simulator.all(`${singleton}/policies`)
  expect((await simulator.get(`${singleton}/policies/${policy!.id}`)).json).toMatchObject({ displayName: 'D0' })
  simulator.control.patch(tenantId, 'madeUp', 'madeUp', { secureByDefault: true })
  const { json } = await simulator.get(singleton)
  expect(json).toMatchObject({ secureByDefault: true })
  expect(json).not.toHaveProperty('id')
  simulator.control.remove(tenantId, 'madeUp', 'madeUp')
  expect((await simulator.get(singleton)).status).toBe(400)
  const { byPath } = simulator.control.stats()
  expect(Object.keys(byPath)).toEqual(
    expect.arrayContaining([
      'GET /beta/identity/madeUp',
      'GET /beta/identity/madeUp/assignments',
      'GET /beta/identity/madeUp/policies/{id}',
    ]),
  )
})

test('exports find their collection by type or context, and get ids that look like its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-flat-'))
  const context = 'https://graph.microsoft.com/beta/$metadata#policies/madeUpScripts/$entity'
  writeFileSync(join(folder, 'a.json'), '{"@odata.type":"#microsoft.graph.madeUpThing","color":"red"}')
  writeFileSync(join(folder, 'b.json'), JSON.stringify({ '@odata.context': context, content: 'echo' }))
  const simulator = await startMadeUp({ tenants: [{ entraTenantId: tenantId, data: folder }] })
  rmSync(folder, { recursive: true })
  const { served, notServed } = simulator.loaded[tenantId]!
  expect({ served, notServed }).toMatchObject({ served: { madeUpThings: 1, madeUpScripts: 1 }, notServed: [] })
  const [script] = simulator.control.list(tenantId, 'madeUpScripts')
  expect(script!['id']).toMatch(/^\d+_script$/)
})

test('no write is served yet, whatever the record says', async () => {
  const simulator = await startMadeUp()
  const token = String((await simulator.token()).json.access_token)
  const headers = { authorization: `Bearer ${token}` }
  for (const [method, path] of [
    ['POST', things],
    ['PATCH', singleton],
    ['DELETE', `${things}/x`],
    ['POST', `${things}/x/assign`],
  ] as const)
    expect([method, (await simulator.call(path, { method, headers })).status]).toEqual([method, 501])
})
