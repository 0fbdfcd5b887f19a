import { base, catalogCompliance, compliance, configurations, intents, list, start, tenantId } from './harness'

const post = (simulator: Awaited<ReturnType<typeof start>>, path: string, body: object) =>
  simulator.call(`/_sim/${path}`, { method: 'POST' }, JSON.stringify({ tenant: tenantId, ...body }))

interface Target {
  '@odata.type': string
  groupId?: string
  deviceAndAppManagementAssignmentFilterId: string | null
  deviceAndAppManagementAssignmentFilterType: string
}

test('assignments of every kind: groups, exclusions, all users and devices, both filter types, and none', async () => {
  const simulator = await start({ tenants: [{ entraTenantId: tenantId, policies: 400, seed: 1 }] })
  const found: Target[][] = []
  const sourcesOf = new Set<string>()
  for (const path of [list, compliance, configurations, catalogCompliance])
    for (const { assignments } of await simulator.all(`${path}?$expand=assignments`)) {
      found.push(assignments.map(({ target }: { target: Target }) => target))
      for (const { source } of assignments) sourcesOf.add(source)
    }
  expect(sourcesOf).toEqual(new Set(['direct', 'policySets']))
  const targets = found.flat()
  const kinds = new Set(
    targets.map((target) => target['@odata.type'].replace(/^#microsoft.graph.|AssignmentTarget$/g, '')),
  )
  expect(kinds).toEqual(
    new Set(['group', 'exclusionGroup', 'allDevices', 'allLicensedUsers', 'configurationManagerCollection']),
  )
  const filters = targets.map((target) => target.deviceAndAppManagementAssignmentFilterType)
  expect(new Set(filters)).toEqual(new Set(['none', 'include', 'exclude']))
  for (const target of targets)
    expect(target.deviceAndAppManagementAssignmentFilterId === null).toBe(target.deviceAndAppManagementAssignmentFilterType === 'none') // prettier-ignore
  expect(found.some((some) => some.length === 0)).toBe(true)
  const ids = [...new Set(targets.flatMap(({ groupId }) => groupId ?? []))]
  const answers = await Promise.all(ids.map((id) => simulator.get(`/v1.0/groups/${id}?$select=id,displayName`)))
  const [existing, deleted] = [200, 404].map((wanted) => answers.filter(({ status }) => status === wanted))
  expect(existing!.length + deleted!.length).toBe(ids.length)
  expect(existing!.length).toBeGreaterThan(deleted!.length)
  expect(deleted!.length).toBeGreaterThan(0)
  for (const { json } of existing!)
    expect(json).toEqual({
      '@odata.context': expect.any(String),
      id: expect.any(String),
      displayName: expect.any(String),
    })
  for (const { json } of deleted!) expect(json.error.code).toBe('Request_ResourceNotFound')
})

test('groups and filters can be created, renamed and deleted', async () => {
  const simulator = await start()
  const id = '77777777-0000-4000-8000-000000000007'
  expect((await simulator.get(`/beta/groups/${id}`)).status).toBe(404)
  await post(simulator, 'groups', { id, displayName: 'All laptops' })
  expect((await simulator.get(`/beta/groups/${id.toUpperCase()}`)).json).toMatchObject({
    id,
    displayName: 'All laptops',
  })
  await post(simulator, 'groups', { id, displayName: null })
  expect((await simulator.get(`/beta/groups/${id}`)).status).toBe(404)
  const before = await simulator.all(`${base}/assignmentFilters`)
  await post(simulator, 'filters', { id: before[0]!.id, displayName: null })
  await post(simulator, 'filters', { id, displayName: 'New' })
  const after = await simulator.all(`${base}/assignmentFilters`)
  expect(after.map((filter) => filter.id)).toEqual([...before.slice(1).map((filter) => filter.id), id])
})

test('filters have pages and $select, only on beta', async () => {
  const simulator = await start()
  const path = `${base}/assignmentFilters`
  const filters = await simulator.all(path)
  expect(filters.length).toBeGreaterThan(8)
  expect(filters[0]).toMatchObject({ displayName: expect.any(String), platform: expect.any(String), rule: expect.any(String) }) // prettier-ignore
  const pages = await simulator.pages(`${path}?$top=4&$select=id,displayName`)
  expect(pages[0]!.value).toHaveLength(4)
  const value = pages.flatMap((page) => page.value)
  expect(value).toEqual(filters.map(({ id, displayName }) => ({ id, displayName })))
  expect((await simulator.get(`${path}?$select=nonsense`)).status).toBe(400)
  expect((await simulator.get('/v1.0/deviceManagement/assignmentFilters')).status).toBe(501)
})

const denied = 'Authorization_RequestDenied'
const missing = 'Request_ResourceNotFound'

test.each([
  ['GroupMember.Read.All', missing, 403, 'DeviceManagementConfiguration.Read.All'],
  ['Group.Read.All', missing, 403, 'DeviceManagementConfiguration.Read.All'],
  ['Group.ReadBasic.All', missing, 403, 'DeviceManagementConfiguration.Read.All'],
  ['Directory.Read.All', missing, 403, 'DeviceManagementConfiguration.Read.All'],
  ['DeviceManagementConfiguration.Read.All', denied, 200, '@odata.context'],
])('with %s groups answer %s and policies %d', async (role, groups, policies, said) => {
  const simulator = await start()
  simulator.control.roles(tenantId, [role])
  const group = await simulator.get('/v1.0/groups/nobody?$select=id,displayName')
  expect(group).toMatchObject({ status: groups === denied ? 403 : 404, json: { error: { code: groups } } })
  for (const path of [
    list,
    compliance,
    configurations,
    intents,
    catalogCompliance,
    `${base}/assignmentFilters`,
    `${base}/settingDefinitions`,
  ]) {
    const { status, text } = await simulator.get(path)
    expect([path, status]).toEqual([path, policies])
    expect(text).toContain(said)
  }
})

test('a collection without a licence is 400 on all its paths, until the tenant has a licence', async () => {
  const simulator = await start()
  const [policy] = await simulator.all(intents)
  const paths = [intents, `${intents}/${policy!.id}`, `${intents}/${policy!.id}/settings`]
  expect((await post(simulator, 'licence', { collection: 'intents', licensed: false })).status).toBe(200)
  for (const path of paths)
    expect(await simulator.get(path)).toMatchObject({
      status: 400,
      json: { error: { code: 'BadRequest', message: 'Request not applicable to target tenant.' } },
    })
  expect((await simulator.get(list)).status).toBe(200)
  await post(simulator, 'licence', { collection: 'intents', licensed: true })
  for (const path of paths) expect((await simulator.get(path)).status).toBe(200)
})

test('every tenant has the scope tag Default', async () => {
  const simulator = await start()
  expect(await simulator.all(`${base}/roleScopeTags?$select=id,displayName,isBuiltIn`)).toEqual([
    { id: '0', displayName: 'Default', isBuiltIn: true },
  ])
})

test('one filter and one scope tag, with their ids whatever is selected; a missing one is 404', async () => {
  const simulator = await start()
  const [filter] = await simulator.all(`${base}/assignmentFilters`)
  const { json } = await simulator.get(`${base}/assignmentFilters/${filter!.id}?$select=displayName`)
  expect(json).toEqual({
    '@odata.context': expect.any(String),
    id: filter!.id,
    displayName: filter!['displayName'],
  })
  expect((await simulator.get(`${base}/roleScopeTags/0`)).json).toMatchObject({ id: '0', displayName: 'Default' })
  for (const path of ['assignmentFilters/nothing', 'roleScopeTags/7'])
    expect(await simulator.get(`${base}/${path}`)).toMatchObject({ status: 404 })
})

test('settings of an intent come by category too, each once; templates and notifications have names', async () => {
  const simulator = await start()
  const names = new Map((await simulator.all(`${base}/templates`)).map(({ id, displayName }) => [id, displayName]))
  for (const intent of (await simulator.all(intents)).slice(0, 5)) {
    expect(names.get(intent['templateId'])).toEqual(expect.any(String))
    const categories = await simulator.all(`${base}/templates/${intent['templateId']}/categories`)
    expect(await simulator.all(`${intents}/${intent.id}/categories`)).toEqual(categories)
    const found = []
    for (const { id } of categories)
      found.push(...(await simulator.all(`${intents}/${intent.id}/categories/${id}/settings`)))
    const ids = (settings: { id: string }[]) => settings.map(({ id }) => id).toSorted()
    expect(ids(found)).toEqual(ids(await simulator.all(`${intents}/${intent.id}/settings`)))
  }
  const rules = '$expand=scheduledActionsForRule($expand=scheduledActionConfigurations)'
  const [template] = (await simulator.all(`${compliance}?${rules}`))
    .flatMap((policy) => policy['scheduledActionsForRule'])
    .flatMap((rule) => rule.scheduledActionConfigurations)
    .flatMap(({ notificationTemplateId: id }) => (id.startsWith('00000000') ? [] : [String(id)]))
  expect((await simulator.get(`${base}/notificationMessageTemplates/${template}`)).json).toMatchObject({ id: template })
  for (const path of ['notificationMessageTemplates/nothing', 'templates/nothing/categories'])
    expect(await simulator.get(`${base}/${path}`)).toMatchObject({ status: 404 })
})
