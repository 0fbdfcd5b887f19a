import { ManualClock } from '../../../local/clock'
import { type Running, compliance, list, start, tenantId } from './harness'

const api = (simulator: Running, method: string, path: string, body?: unknown) =>
  simulator.call(`/_sim/${path}`, { method }, body === undefined ? undefined : JSON.stringify(body))

test('faults and statistics by HTTP', async () => {
  const simulator = await start()
  expect(await api(simulator, 'POST', 'faults', { kind: 'status', status: 500, count: 2 })).toMatchObject({
    status: 200,
  })
  expect((await api(simulator, 'POST', 'faults', { kind: 'empty' })).json.kind).toBe('emptyPage')
  await simulator.get(list)
  expect((await api(simulator, 'GET', 'faults')).json).toMatchObject([
    { kind: 'status', fired: 1 },
    { kind: 'emptyPage' },
  ])
  expect((await api(simulator, 'GET', 'stats')).json).toMatchObject({ http: 1, tokenRequests: { total: 1 } })
  expect((await api(simulator, 'DELETE', 'faults')).json).toEqual([])
  expect((await simulator.get(list)).status).toBe(200)
  expect((await api(simulator, 'DELETE', 'stats')).json).toMatchObject({ http: 0, byPath: {} })
})

test('secret, roles and tokens by HTTP', async () => {
  const simulator = await start()
  await api(simulator, 'POST', 'secret', { state: 'expired' })
  expect((await simulator.token()).status).toBe(401)
  await api(simulator, 'POST', 'secret', { state: 'ok' })
  await api(simulator, 'POST', 'roles', { tenant: tenantId, roles: [] })
  const noRoles = String((await simulator.token()).json.access_token)
  expect((await simulator.get(list, noRoles)).status).toBe(403)
  await api(simulator, 'DELETE', 'tokens')
  expect((await simulator.get(list, noRoles)).status).toBe(401)
})

test('behaviour by HTTP; unknown names and values are rejected', async () => {
  const simulator = await start()
  const changes = { emptyPages: 4, throttle: 'tight', tokenSeconds: 60 }
  expect((await api(simulator, 'PATCH', 'behaviour', changes)).json).toEqual({
    ...changes,
    shuffle: false,
    ignoreTop: false,
    latencyMs: 0,
  })
  expect((await api(simulator, 'GET', 'behaviour')).json).toMatchObject(changes)
  expect((await simulator.token()).json.expires_in).toBe(60)
  expect((await api(simulator, 'PATCH', 'behaviour', { speed: 1 })).json.error).toContain('speed')
  expect((await api(simulator, 'PATCH', 'behaviour', { throttle: 'loose' })).status).toBe(400)
})

test('only a manual clock can be moved', async () => {
  const clock = new ManualClock()
  const [manual, real] = [await start({ clock }), await start()]
  const before = clock.now()
  expect((await api(manual, 'POST', 'clock/advance', { ms: 5000 })).status).toBe(200)
  expect(clock.now()).toBe(before + 5000)
  expect(await api(real, 'POST', 'clock/advance', { ms: 5000 })).toMatchObject({ status: 400 })
})

test('policies are read, created, changed and removed, and Graph shows it at once', async () => {
  const simulator = await start({ clock: new ManualClock() })
  const place = `tenants/${tenantId}/configurationPolicies`
  const listed = (await api(simulator, 'GET', place)).json
  expect(listed).toHaveLength(110)
  const { id, settings } = listed.find((policy: { settings: number }) => policy.settings > 1)
  const whole = (await api(simulator, 'GET', `${place}/${id}`)).json
  expect(whole).toMatchObject({ id, settingCount: settings, assignments: expect.any(Array) })
  expect(whole.settings).toHaveLength(settings)
  await api(simulator, 'PATCH', `${place}/${id}`, { name: 'Renamed', settings: whole.settings.slice(1) })
  expect((await simulator.get(`${list}/${id}`)).json).toMatchObject({
    name: 'Renamed',
    settingCount: settings - 1,
    lastModifiedDateTime: expect.stringMatching(/^2026-01-01T00:00:00\.000\d{4}Z$/),
    createdDateTime: expect.stringContaining(whole.createdDateTime.slice(0, -1)),
  })
  await api(simulator, 'PUT', `${place}/new-one`, { name: 'New', settings: whole.settings })
  expect((await simulator.get(`${list}/NEW-ONE/settings?$top=1000`)).json.value).toHaveLength(settings)
  expect((await api(simulator, 'DELETE', `${place}/${id}`)).status).toBe(200)
  expect((await simulator.get(`${list}/${id}`)).status).toBe(400)
  expect(await simulator.all(list)).toHaveLength(110)
  await api(simulator, 'PUT', `${place}/${id}`, { name: 'Back' })
  expect((await simulator.get(`${list}/${id}`)).json).toMatchObject({ name: 'Back', settingCount: 0 })
})

test('one setting is changed by path or definition id, and nothing else', async () => {
  const simulator = await start()
  const entries = [...simulator.manifest(tenantId)]
  const text = entries.find(({ value, path }) => typeof value === 'string' && path.split('/').length > 2)!
  const number = entries.find(({ value, definitionId }) => typeof value === 'number' && definitionId)!
  const lists = entries.find(({ value, definitionId }) => Array.isArray(value) && value.length > 1 && definitionId)!
  const typed = entries.find(({ path }) => path === 'passwordRequired')!
  const action = entries.find(({ path }) => path === 'scheduledActionsForRule/block/0/gracePeriodHours')!
  const changes = new Map([
    [text, { path: text.path, value: 'changed' }],
    [number, { definitionId: number.definitionId!.toUpperCase(), value: 77 }],
    [lists, { path: lists.path, value: ['x', 'y', 'z'] }],
    [typed, { path: typed.path, value: typed.value !== true }],
    [action, { path: action.path, value: 1 }],
  ])
  for (const [{ source, policyId }, change] of changes) {
    const reply = await api(simulator, 'POST', `tenants/${tenantId}/${source}/${policyId}/setting`, change)
    expect(reply).toMatchObject({ status: 200, json: { after: change.value } })
  }
  const expected = entries.map((entry) => ({
    ...entry,
    ...(changes.has(entry) && { value: changes.get(entry)!.value }),
  }))
  expect([...simulator.manifest(tenantId)]).toEqual(expected)
  expect((await simulator.get(`${compliance}/${typed.policyId}`)).json.passwordRequired).toBe(typed.value !== true)
})

test('the manifest by HTTP, of one tenant and of all', async () => {
  const simulator = await start()
  const expected = [...simulator.manifest(tenantId)]
  for (const path of ['manifest', `manifest/${tenantId}`]) {
    const { text } = await api(simulator, 'GET', path)
    expect(text.trimEnd().split('\n').map((line) => JSON.parse(line))).toEqual(expected) // prettier-ignore
  }
})

test.each([
  ['GET', 'nonsense', undefined],
  ['POST', 'faults', { kind: 'nonsense' }],
  ['POST', 'secret', { state: 'lost' }],
  ['GET', 'tenants/nobody/configurationPolicies', undefined],
  ['GET', `tenants/${tenantId}/madeUpThings`, undefined],
  ['POST', 'licence', { tenant: tenantId, collection: 'nonsense', licensed: false }],
  ['POST', 'groups', { tenant: tenantId, id: 'x' }],
  ['GET', `tenants/${tenantId}/configurationPolicies/none`, undefined],
  ['DELETE', `tenants/${tenantId}/configurationPolicies/none`, undefined],
  ['DELETE', `tenants/${tenantId}/configurationPolicies`, undefined],
  ['PUT', `tenants/${tenantId}/configurationPolicies/x`, []],
  ['POST', `tenants/${tenantId}/configurationPolicies/none/setting`, { path: 'a', value: 1 }],
  ['GET', 'manifest/nobody', undefined],
] as const)('an invalid %s %s is 400 with a message', async (method, path, body) => {
  const simulator = await start()
  expect(await api(simulator, method, path, body)).toMatchObject({ status: 400, json: { error: expect.any(String) } })
})

test('a body that is not JSON is 400', async () => {
  const simulator = await start()
  expect((await simulator.call('/_sim/faults', { method: 'POST' }, '{nonsense')).status).toBe(400)
})

test.each([
  { latencyMs: 'abc' },
  { latencyMs: -5 },
  { latencyMs: 3_000_000_000 },
  { tokenSeconds: -5 },
  { emptyPages: 1.5 },
  { shuffle: 'maybe' },
])('a behaviour that cannot be is refused and changes nothing: %j', async (wrong) => {
  const simulator = await start()
  const before = simulator.control.behave({})
  const { status, json } = await api(simulator, 'PATCH', 'behaviour', wrong)
  expect({ status, error: json.error }).toEqual({ status: 400, error: expect.stringMatching(/must be/) })
  expect(simulator.control.behave({})).toEqual(before)
})
