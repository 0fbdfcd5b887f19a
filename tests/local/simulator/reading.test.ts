import { base, compliance, list, start, tenantId } from './harness'

const unknown = '99999999-0000-4000-8000-000000000009'

test('assignments: in a list with $expand and on their own path, but [] on a single catalog policy', async () => {
  const simulator = await start()
  expect((await simulator.get(list)).json.value[0]).not.toHaveProperty('assignments')
  const listed = await simulator.all(`${list}?$expand=assignments`)
  const { id } = (await simulator.all(`${list}?$select=id,isAssigned`)).find((policy) => policy['isAssigned'])!
  const assigned = listed.find((policy) => policy.id === id)!
  expect(assigned['assignments']).not.toEqual([])
  expect((await simulator.get(`${list}/${assigned.id}/assignments`)).json.value).toEqual(assigned['assignments'])
  const single = await simulator.get(`${list}/${assigned.id}?$expand=assignments`)
  expect(single.json).toMatchObject({ id: assigned.id, isAssigned: true, assignments: [] })
  expect(listed.some((policy) => policy['assignments'].length === 0)).toBe(true)
})

test('compliance actions need $expand, their configurations a nested $expand', async () => {
  const simulator = await start()
  const [bare] = await simulator.all(compliance)
  expect(bare).toMatchObject({ '@odata.type': expect.stringMatching(/CompliancePolicy$/) })
  expect(bare).not.toHaveProperty('scheduledActionsForRule')
  const [outer] = await simulator.all(`${compliance}?$expand=assignments,scheduledActionsForRule`)
  expect(outer!['scheduledActionsForRule']).toEqual([{ id: expect.any(String), ruleName: 'PasswordRequired' }])
  const nested = 'scheduledActionsForRule($expand=scheduledActionConfigurations)'
  const [whole] = await simulator.all(`${compliance}?$expand=assignments,${nested}`)
  const [action] = whole!['scheduledActionsForRule'][0].scheduledActionConfigurations
  expect(action).toMatchObject({ actionType: 'block', gracePeriodHours: 0 })
  expect((await simulator.get(`${compliance}/${whole!.id}?$expand=${nested}`)).json).toMatchObject({
    scheduledActionsForRule: whole!['scheduledActionsForRule'],
  })
})

test('$expand=settings: all on a single policy, the first 25 and a link in a list', async () => {
  const simulator = await start()
  const listed = await simulator.all(`${list}?$expand=settings`)
  const long = listed.find((policy) => policy['settingCount'] > 25)!
  expect(long['settings']).toHaveLength(25)
  const rest = await simulator.all(long['settings@odata.nextLink'])
  const single = (await simulator.get(`${list}('${long.id}')?$expand=settings`)).json
  expect(single.settings).toEqual([...long['settings'], ...rest])
  expect(single.settings).toHaveLength(long['settingCount'])
})

test('$select returns the named properties; unknown options and properties are 400', async () => {
  const simulator = await start()
  const [policy] = (await simulator.get(`${list}?$select=id,name&$top=1`)).json.value
  expect(Object.keys(policy).toSorted()).toEqual(['id', 'name'])
  expect((await simulator.get(`${list}?top=3&select=id`)).json.value).toHaveLength(3) // beta needs no $
  for (const path of [
    `${list}?$select=nonsense`,
    `${list}?$expand=nonsense`,
    `${list}?$expand=settings,relationships`,
    `${list}?$expand=assignments($expand=x)`,
    `${list}?$expand=assignments(`,
    `${list}?$nonsense=1`,
    `${list}?$top=0`,
    `${list}?$top=many`,
    `${list}?$top=1&$top=2`,
    `${list}?$top=%E0%A4%A`,
    `/v1.0/deviceManagement/deviceCompliancePolicies?top=3`,
    `${compliance}?$expand=scheduledActionsForRule($expand=nonsense)`,
    `${compliance}?$select=passwordRequired`,
  ])
    expect([path, (await simulator.get(path)).status]).toEqual([path, 400])
})

test('a missing catalog policy is 400, other missing objects are 404', async () => {
  const simulator = await start()
  for (const [path, status] of [
    [`${list}/${unknown}`, 400],
    [`${list}/${unknown}/settings`, 400],
    [`${list}/${unknown}/assignments`, 400],
    [`${compliance}/${unknown}`, 404],
    [`${base}/configurationSettings/nonsense`, 404],
    [`${base}/complianceSettings/nonsense`, 404],
  ] as const)
    expect(await simulator.get(path)).toMatchObject({ status, json: { error: { code: 'ResourceNotFound' } } })
})

test('ids ignore case', async () => {
  const simulator = await start()
  const [policy] = await simulator.all(list)
  expect((await simulator.get(`${list}/${policy!.id.toUpperCase()}`)).json.id).toBe(policy!.id)
})

test('v1.0 has compliance policies and no settings catalog', async () => {
  const simulator = await start()
  expect((await simulator.get('/v1.0/deviceManagement/deviceCompliancePolicies')).json.value).toHaveLength(30)
  expect((await simulator.get('/v1.0/deviceManagement/configurationPolicies')).status).toBe(501)
})

test('an unserved path is named in the answer, in the statistics and once in the log', async () => {
  const simulator = await start()
  const expected = { status: 501, json: { error: { code: 'SimulatorNotImplemented' } } }
  for (const path of [
    `${base}/windowsUpdateCatalogItems`,
    `${base}/windowsUpdateCatalogItems`,
    `${list}?$filter=name eq 'x'`,
    '/beta/users',
  ])
    expect(await simulator.get(path)).toMatchObject(expected)
  expect((await simulator.get(`${base}/windowsUpdateCatalogItems`)).json.error.message).toBe(
    'simulator does not serve GET /beta/deviceManagement/windowsUpdateCatalogItems',
  )
  expect(
    simulator.lines.filter((line) => line.includes('/beta/deviceManagement/windowsUpdateCatalogItems')),
  ).toHaveLength(1)
  expect(Object.keys(simulator.control.stats().notServed)).toHaveLength(3)
  const token = String((await simulator.token()).json.access_token)
  const write = await simulator.call(list, { method: 'POST', headers: { authorization: `Bearer ${token}` } }, '{}')
  expect(write).toMatchObject(expected)
})

test('definitions are served with settings ($expand), one by one and as a catalog', async () => {
  const simulator = await start()
  const catalog = await simulator.pages(`${base}/configurationSettings`)
  const definitions = catalog.flatMap(({ value }) => value)
  expect(catalog[0]!.value.length).toBeLessThanOrEqual(1000)
  expect(new Set(definitions.map(({ id }) => id)).size).toBe(definitions.length)
  const known = new Map(definitions.map((definition) => [definition.id.toLowerCase(), definition]))
  const policy = (await simulator.all(list)).find(({ settingCount }) => settingCount > 25)!
  const settings = await simulator.all(`${list}/${policy.id}/settings?$expand=settingDefinitions`)
  const asked = settings.map(({ settingInstance }) => String(settingInstance.settingDefinitionId))
  for (const [i, id] of asked.entries()) {
    const definition = known.get(id.toLowerCase())
    const inline = settings[i]!['settingDefinitions'] as { id: string }[]
    expect(inline.some((one) => one.id.toLowerCase() === id.toLowerCase())).toBe(definition !== undefined)
    const { status, json } = await simulator.get(`${base}/configurationSettings/${encodeURIComponent(id)}`)
    expect(status).toBe(definition ? 200 : 404)
    expect(json).toMatchObject(definition ?? { error: { code: 'ResourceNotFound' } })
  }
  expect(asked.some((id) => !known.has(id.toLowerCase()))).toBe(true)
  expect(asked.some((id) => known.get(id.toLowerCase())?.id.toLowerCase() === id.toLowerCase() && known.get(id.toLowerCase())?.id !== id)).toBe(true) // prettier-ignore
})

test('Graph checks the token: missing, forged, revoked, or without the permission', async () => {
  const simulator = await start()
  const token = String((await simulator.token()).json.access_token)
  expect((await simulator.call(list)).status).toBe(401)
  const forged = token.split('.').with(1, Buffer.from('{"tid":"x","exp":9999999999}').toString('base64url')).join('.')
  for (const wrong of ['nonsense', `${token}x`, forged])
    expect(await simulator.get(list, wrong)).toMatchObject({
      status: 401,
      json: { error: { code: 'InvalidAuthenticationToken' } },
    })
  expect((await simulator.get(list, token)).status).toBe(200)
  simulator.control.roles(tenantId, ['DeviceManagementApps.Read.All'])
  expect((await simulator.get(list, token)).status).toBe(200) // a token keeps its roles
  const denied = String((await simulator.token()).json.access_token)
  expect(await simulator.get(list, denied)).toMatchObject({ status: 403, json: { error: { code: 'Forbidden' } } })
  simulator.control.roles(tenantId, ['DeviceManagementConfiguration.ReadWrite.All'])
  expect((await simulator.get(list, String((await simulator.token()).json.access_token))).status).toBe(200)
  simulator.control.revokeTokens()
  expect((await simulator.get(list, token)).status).toBe(401)
})
