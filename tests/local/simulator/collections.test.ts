import { firstCollections } from '../../support/first-collections'
import { type Answered, base, catalogCompliance, configurations, intents, list, start, tenantId } from './harness'
import { uuid } from '../../../local/simulator/seed'

const unknown = '99999999-0000-4000-8000-000000000009'
const typeOf = (policy: Answered) => String(policy['@odata.type']).replace('#microsoft.graph.', '')
const tenants = [{ entraTenantId: tenantId, policies: 400, seed: 1 }]

test.each([
  [intents, 404, { displayName: expect.any(String), templateId: expect.any(String) }],
  [configurations, 404, { displayName: expect.any(String), version: expect.any(Number) }],
  [catalogCompliance, 400, { name: expect.any(String), platforms: 'linux', settingCount: expect.any(Number) }],
] as const)('%s: no navigation properties without $expand; a missing policy is %d', async (path, missing, shape) => {
  const simulator = await start()
  const listed = await simulator.all(path)
  expect(listed.length).toBeGreaterThan(5)
  for (const policy of listed) {
    expect(policy).toMatchObject(shape)
    for (const hidden of ['settings', 'assignments', 'scheduledActionsForRule', 'privacyAccessControls'])
      expect(policy).not.toHaveProperty(hidden)
  }
  const { json } = await simulator.get(`${path}/${listed[0]!.id}`)
  expect(json).toMatchObject({ '@odata.context': expect.any(String), ...listed[0] })
  for (const below of ['', '/assignments'])
    expect(await simulator.get(`${path}/${unknown}${below}`)).toMatchObject({
      status: missing,
      json: { error: { code: 'ResourceNotFound' } },
    })
  expect((await simulator.get(`${path}/${listed[0]!.id}/nonsense`)).status).toBe(501)
})

test('$expand=assignments: each collection handles it in its own way', async () => {
  const simulator = await start({ tenants })
  const read = async (path: string, id: string) => (await simulator.get(`${path}/${id}/assignments`)).json.value
  for (const [path, single] of [
    [configurations, 'true'],
    [catalogCompliance, 'empty'],
  ] as const) {
    const listed = await simulator.all(`${path}?$expand=assignments`)
    const assigned = listed.find((policy) => policy['assignments'].length > 0)!
    expect(assigned['assignments']).toEqual(await read(path, assigned.id))
    const { json } = await simulator.get(`${path}/${assigned.id}?$expand=assignments`)
    expect(json.assignments).toEqual(single === 'true' ? assigned['assignments'] : [])
  }
  const [some] = await simulator.all(intents)
  for (const path of [intents, `${intents}/${some!.id}`])
    expect(await simulator.get(`${path}?$expand=assignments`)).toMatchObject({
      status: 400,
      json: { error: { code: 'BadRequest' } },
    })
  const all = await simulator.all(intents)
  for (const intent of all) expect((await read(intents, intent.id)).length > 0).toBe(intent['isAssigned'])
})

test.each([intents, catalogCompliance])('%s: $expand=settings returns 25 and a link in a list', async (path) => {
  const simulator = await start({ tenants })
  const long = (await simulator.all(`${path}?$expand=settings`)).find((one) => one['settings@odata.nextLink'])!
  expect(long['settings']).toHaveLength(25)
  const whole = [...long['settings'], ...(await simulator.all(long['settings@odata.nextLink']))]
  expect(await simulator.all(`${path}/${long.id}/settings`)).toEqual(whole)
  expect((await simulator.get(`${path}/${long.id}?$expand=settings`)).json.settings).toEqual(whole)
  expect((await simulator.pages(`${path}/${long.id}/settings`))[0]!.value).toHaveLength(25)
  expect(await simulator.pages(`${path}/${long.id}/settings?$top=1000`)).toHaveLength(1)
})

test('actions of catalog compliance have only their own path; $expand on a policy returns none', async () => {
  const simulator = await start()
  const [policy] = await simulator.all(`${catalogCompliance}?$expand=scheduledActionsForRule`)
  expect(policy!['scheduledActionsForRule']).toEqual([])
  const nested = 'scheduledActionsForRule($expand=scheduledActionConfigurations)'
  const single = `${catalogCompliance}/${policy!.id}`
  expect((await simulator.get(`${single}?$expand=${nested}`)).json.scheduledActionsForRule).toEqual([])
  const [bare] = await simulator.all(`${single}/scheduledActionsForRule`)
  expect(bare).toEqual({ id: expect.any(String), ruleName: 'PasswordRequired' })
  const [rule] = await simulator.all(`${single}/scheduledActionsForRule?$expand=scheduledActionConfigurations`)
  expect(rule!['scheduledActionConfigurations'][0]).toMatchObject({ actionType: 'block', gracePeriodHours: 0 })
})

test('a $expand deeper than Graph allows is 400 with a message', async () => {
  const simulator = await start()
  const id = (await simulator.all(configurations))[0]!.id
  for (const path of [
    `${configurations}/${id}?$expand=assignments($expand=target)`,
    `${base}/deviceCompliancePolicies?$expand=scheduledActionsForRule($expand=scheduledActionConfigurations($expand=x))`,
    `${list}?$expand=settings($expand=settingDefinitions)`,
  ])
    expect(await simulator.get(path)).toMatchObject({
      status: 400,
      json: { error: { message: expect.stringContaining('expand depth') } },
    })
})

test('all kinds of device configurations: every property of the type, OMA settings of every subtype, a masked secret', async () => {
  const simulator = await start({ tenants })
  const policies = await simulator.all(configurations)
  expect(new Set(policies.map(typeOf)).size).toBe(12)
  const keys = (type: string) => policies.filter((one) => typeOf(one) === type).map((one) => Object.keys(one).length)
  for (const type of [
    'windows10GeneralConfiguration',
    'iosGeneralDeviceConfiguration',
    'androidGeneralDeviceConfiguration',
  ]) {
    expect(Math.min(...keys(type))).toBeGreaterThan(40)
    expect(new Set(keys(type)).size).toBe(1) // also properties that are not set
  }
  const protection = policies.filter((one) => typeOf(one) === 'windows10EndpointProtectionConfiguration')
  const drives = protection.map((one) => one['bitLockerSystemDrivePolicy']).filter(Boolean)
  expect(drives[0]).toMatchObject({ '@odata.type': '#microsoft.graph.bitLockerSystemDrivePolicy' })
  const oma = policies.flatMap((policy) => (policy['omaSettings'] ?? []) as Answered[])
  expect(new Set(oma.map((one) => typeOf(one).replace('omaSetting', '')))).toEqual(new Set(['String', 'Integer', 'Boolean', 'StringXml', 'FloatingPoint', 'DateTime', 'Base64'])) // prettier-ignore
  for (const setting of oma.filter(({ isEncrypted }) => isEncrypted)) {
    expect(setting.value).toBe(typeOf(setting) === 'omaSettingStringXml' ? 'PGEvPg==' : '****')
    expect(setting.secretReferenceValueId).toMatch(/^[0-9a-f-]{36}_[0-9a-f-]{36}_[0-9a-f-]{36}$/)
  }
  expect(oma.some(({ isEncrypted, value }) => !isEncrypted && value === '****')).toBe(true)
  const [mac] = policies.filter((one) => typeOf(one) === 'macOSCustomConfiguration')
  expect(Buffer.from(mac!['payload'], 'base64').toString()).toContain('<plist')
})

test('privacy controls are returned only for a single policy with the cast', async () => {
  const simulator = await start({ tenants })
  const cast = '$expand=microsoft.graph.windows10GeneralConfiguration/privacyAccessControls'
  const policies = await simulator.all(configurations)
  const general = policies.filter((one) => typeOf(one) === 'windows10GeneralConfiguration')
  const counts = []
  for (const { id } of general) {
    const { status, json } = await simulator.get(`${configurations}/${id}?${cast},assignments`)
    expect({ status, assignments: json.assignments }).toEqual({ status: 200, assignments: expect.any(Array) })
    counts.push(json.privacyAccessControls.length)
  }
  expect(Math.max(...counts)).toBeGreaterThan(0)
  expect((await simulator.get(`${configurations}?${cast}`)).status).toBe(400)
  const other = policies.find((one) => typeOf(one) !== 'windows10GeneralConfiguration')!
  expect((await simulator.get(`${configurations}/${other.id}?${cast}`)).json).not.toHaveProperty(
    'privacyAccessControls',
  )
})

test('the plain text of a masked OMA value needs a write permission', async () => {
  const simulator = await start({ tenants })
  const policy = (await simulator.all(configurations)).find((one) =>
    one['omaSettings']?.some(({ isEncrypted }: Answered) => isEncrypted),
  )!
  const { secretReferenceValueId } = policy['omaSettings'].find(({ isEncrypted }: Answered) => isEncrypted)
  const path = (reference: string) =>
    `${configurations}/${policy.id}/getOmaSettingPlainTextValue(secretReferenceValueId='${reference}')`
  expect(await simulator.get(path(secretReferenceValueId))).toMatchObject({
    status: 403,
    json: { error: { message: expect.stringMatching(/ReadWrite\.All$/) } },
  })
  simulator.control.roles(tenantId, ['DeviceManagementConfiguration.ReadWrite.All'])
  const token = String((await simulator.token()).json.access_token)
  const { status, json } = await simulator.get(path(secretReferenceValueId), token)
  expect({ status, value: json.value }).toEqual({ status: 200, value: expect.stringMatching(/^plain-/) })
  expect((await simulator.get(path('nonsense'), token)).status).toBe(404)
  expect(simulator.control.stats().byPath).toHaveProperty([
    'GET /beta/deviceManagement/deviceConfigurations/{id}/getOmaSettingPlainTextValue',
  ])
})

test('settings of intents: JSON text of every type, some null, some ids in another case', async () => {
  const simulator = await start({ tenants })
  const settings = []
  for (const { id } of await simulator.all(intents))
    settings.push(...(await simulator.all(`${intents}/${id}/settings`)))
  const types = new Set(settings.map((one) => /deviceManagement(\w+)SettingInstance/.exec(one['@odata.type'])?.[1]))
  expect(types).toEqual(new Set(['Boolean', 'String', 'Integer', 'Complex', 'Collection', 'AbstractComplex']))
  const values: Answered[] = settings.map((one) => JSON.parse(one['valueJson']))
  expect(values.filter((value) => value === null).length).toBeGreaterThan(50)
  expect(values.some((value) => Array.isArray(value) && typeof value[0] === 'object')).toBe(true)
  expect(values.some((value) => value?.$implementationId)).toBe(true)
  const catalog = await simulator.all(`${base}/settingDefinitions`)
  const ids = new Set(catalog.map(({ id }) => id))
  const known = new Set(catalog.map(({ id }) => id.toLowerCase()))
  const used = settings.map((one) => String(one['definitionId']))
  expect(used.some((id) => !ids.has(id) && known.has(id.toLowerCase()))).toBe(true)
  expect(used.some((id) => !known.has(id.toLowerCase()))).toBe(true)
})

test('definitions of intents and typed properties have choices and properties, and some have no text', async () => {
  const simulator = await start()
  const catalog = await simulator.all(`${base}/settingDefinitions`)
  expect(new Set(catalog.map(({ id }) => id.toLowerCase())).size).toBe(catalog.length)
  expect(catalog.some((one) => one['displayName'].startsWith('LOC NEEDED'))).toBe(true)
  const find = async (id: string) => (await simulator.get(`${base}/settingDefinitions/deviceConfiguration--${id}`)).json
  expect((await find('windows10EndpointProtectionConfiguration_windowsdefendertamperprotection')).constraints).toEqual([
    {
      '@odata.type': '#microsoft.graph.deviceManagementEnumConstraint',
      values: [
        { value: 'notConfigured', displayName: 'Not configured' },
        { value: 'enable', displayName: 'Enable' },
        { value: 'disable', displayName: 'Disable' },
      ],
    },
  ])
  const { propertyDefinitionIds, valueType } = await find(
    'windows10EndpointProtectionConfiguration_bitLockerSystemDrivePolicy',
  )
  expect(valueType).toBe('complex')
  expect(propertyDefinitionIds).toContain('deviceConfiguration--bitLockerSystemDrivePolicy_minimumPinLength')
  expect((await find('windows10CompliancePolicy_bitLockerEnabled')).valueType).toBe('boolean')
})

test('catalog compliance has its own catalog', async () => {
  const simulator = await start()
  const definitions = await simulator.all(`${base}/complianceSettings`)
  expect(definitions.length).toBeGreaterThan(30)
  const [policy] = await simulator.all(catalogCompliance)
  const settings = await simulator.all(`${catalogCompliance}/${policy!.id}/settings?$expand=settingDefinitions`)
  const [setting] = settings.filter((one) => one['settingDefinitions'].length > 0)
  const { id } = setting!['settingDefinitions'][0]
  expect((await simulator.get(`${base}/complianceSettings/${id}`)).status).toBe(200)
  expect((await simulator.get(`${base}/configurationSettings/${id}`)).status).toBe(404)
})

test('a tenant of N has exactly N policies, and from six on at least one of each collection', async () => {
  const sizes: number[][] = []
  for (const policies of [0, 1, 5, 6, 7, 20, 100, 2000]) {
    const simulator = await start({ tenants: [{ entraTenantId: tenantId, policies, seed: 3 }] })
    const found = firstCollections.map((name) => simulator.control.list(tenantId, name).length)
    expect(found.reduce((sum, n) => sum + n, 0)).toBe(policies)
    sizes.push(found)
  }
  expect(sizes[3]).toEqual([2, 1, 1, 1, 1])
  expect(sizes.at(-1)).toEqual([1100, 300, 300, 200, 100])
})

test('a change of a masked OMA value changes only its reference', async () => {
  const simulator = await start({ tenants })
  const entry = [...simulator.manifest(tenantId)].find((one) => one.secret && one.path.startsWith('omaSettings/'))!
  const read = async () => (await simulator.get(`${configurations}/${entry.policyId}`)).json.omaSettings as Answered[]
  const before = await read()
  simulator.control.setSetting(tenantId, entry.source, entry.policyId, { path: entry.path, value: uuid('new') })
  const changed = (await read()).filter((setting, i) => JSON.stringify(setting) !== JSON.stringify(before[i]))
  expect(changed).toEqual([{ ...before.find(({ omaUri }) => omaUri === changed[0].omaUri), secretReferenceValueId: expect.stringContaining('changed') }]) // prettier-ignore
})
