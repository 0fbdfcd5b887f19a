import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { collections } from '../../../local/simulator/collections/registry'
import { exportFolder } from './export-folder'
import { base, catalogCompliance, compliance, configurations, intents, list, start, tenantId } from './harness'

const { path: pathOf, write, load } = exportFolder()

const bom = (text: string) => Buffer.from(`\ufeff${text}`)
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const utf16be = (text: string) => utf16(text).swap16()

const choice = (id: string, value: string) => ({
  '@odata.type': '#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance',
  settingDefinitionId: id,
  choiceSettingValue: { value, children: [] },
})

/** As Graph sends it. */
const sent = (instance: object) => ({ ...instance, auditRuleInformation: null })

/** These numbers of policies, and none of other collections. */
const servedOnly = (counts: Record<string, number>) => ({
  ...Object.fromEntries(collections.map(({ name }) => [name, 0])),
  ...counts,
})

test('files of every encoding, with one policy, a list or a page, are loaded into their collection', async () => {
  write('a/plain.json', {
    name: 'Plain – ünï',
    platforms: 'windows10',
    settings: [{ settingInstance: choice('A', 'A_1') }],
  })
  write('b.JSON', { id: 'id-b', name: 'BOM ü', settings: [{ id: '7', settingInstance: choice('B', 'B_1') }] }, bom)
  write('c.json', { name: 'Wide 名前', settings: [choice('C', 'C_1'), choice('D', 'D_0')] }, utf16)
  write('d.json', [
    { name: 'First of two', settings: [] },
    { name: 'Second of two', settings: [] },
  ])
  write('e.json', { '@odata.context': 'x', value: [{ name: 'In a page', settings: [] }] })
  write('f.json', { '@odata.type': '#microsoft.graph.iosCompliancePolicy', displayName: 'iOS', passcodeRequired: true })
  write('g.json', { '@odata.context': 'https://graph.microsoft.com/beta/$metadata#deviceManagement/configurationPolicies/$entity', name: 'By context', settings: [] }) // prettier-ignore
  write('h.json', { name: 'Wide, other order – ünï', settings: [] }, utf16be)
  write('notes.txt', 'no policy')
  const simulator = await load()
  const policies = await simulator.all(list)
  expect(policies.map((policy) => policy['name'])).toEqual(['Plain – ünï', 'BOM ü', 'Wide 名前', 'First of two', 'Second of two', 'In a page', 'By context', 'Wide, other order – ünï']) // prettier-ignore
  expect(policies.map((policy) => policy['settingCount'])).toEqual([1, 1, 2, 0, 0, 0, 0, 0])
  expect(policies[1]!.id).toBe('id-b')
  for (const { id } of policies.filter((policy) => policy.id !== 'id-b'))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(policies.map(({ id }) => id)).size).toBe(8)
  expect((await simulator.get(`${list}/${policies[2]!.id}/settings`)).json.value).toEqual([
    { id: '0', settingInstance: sent(choice('C', 'C_1')) },
    { id: '1', settingInstance: sent(choice('D', 'D_0')) },
  ])
  expect(await simulator.all(compliance)).toMatchObject([{ displayName: 'iOS', passcodeRequired: true, version: 1 }])
  expect(simulator.loaded[tenantId]).toEqual({
    served: servedOnly({ configurationPolicies: 8, deviceCompliancePolicies: 1 }),
    notServed: [],
    newIds: [],
    dropped: [],
  })
  expect((await load().then((again) => again.all(list))).map(({ id }) => id)).toEqual(policies.map(({ id }) => id))
})

test('a typed policy has the properties of its file and the defaults of Graph, nothing else', async () => {
  write('a.json', {
    '@odata.type': '#microsoft.graph.windows10CompliancePolicy',
    displayName: 'W',
    bitLockerEnabled: true,
  })
  const [policy] = await (await load()).all(compliance)
  expect(Object.keys(policy!).toSorted()).toEqual(['@odata.type', 'bitLockerEnabled', 'createdDateTime', 'description', 'displayName', 'id', 'lastModifiedDateTime', 'roleScopeTagIds', 'version']) // prettier-ignore
})

test('properties unknown to Graph are dropped and reported, counts are corrected, assignments and actions get ids', async () => {
  const assignments = [{ target: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } }]
  write('a.json', {
    name: 'A',
    settingCount: 9,
    isAssigned: false,
    nonsense: 1,
    assignments,
    'assignments@odata.context': 'x',
    'settings@odata.nextLink': 'https://graph.microsoft.com/next',
    settings: [
      { id: '4', '@odata.type': '#x', settingDefinitions: [{ id: 'A' }], settingInstance: choice('A', 'A_1') },
    ],
  })
  write('b.json', {
    '@odata.type': '#microsoft.graph.windows10CompliancePolicy',
    displayName: 'B',
    deviceCompliancePolicyScriptDefinition: {},
    scheduledActionsForRule: [{ ruleName: 'R', scheduledActionConfigurations: [{ actionType: 'block' }] }],
  })
  const simulator = await load()
  const { notServed, dropped } = simulator.loaded[tenantId]!
  expect(notServed).toEqual([])
  expect(dropped).toEqual([
    { file: 'a.json', properties: ['nonsense', expect.stringContaining('settings@odata.nextLink')] },
    { file: 'b.json', properties: ['deviceCompliancePolicyScriptDefinition'] },
  ])
  expect(simulator.lines.join('\n')).toContain('b.json: deviceCompliancePolicyScriptDefinition')
  const [a] = await simulator.all(`${list}?$expand=assignments&$select=id,settingCount,isAssigned`)
  expect(a).toMatchObject({ settingCount: 1, isAssigned: true, assignments })
  expect(a!['assignments'][0].id).toContain(a!.id)
  expect((await simulator.get(`${list}/${a!.id}/settings`)).json.value).toEqual([{ id: '0', settingInstance: sent(choice('A', 'A_1')) }]) // prettier-ignore
  const [b] = await simulator.all(
    `${compliance}?$expand=scheduledActionsForRule($expand=scheduledActionConfigurations)`,
  )
  const id = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(b!['scheduledActionsForRule']).toEqual([
    { id, ruleName: 'R', scheduledActionConfigurations: [{ id, actionType: 'block' }] },
  ])
})

test('every kind of policy is loaded into its collection, with correct counts', async () => {
  const oma = { '@odata.type': '#microsoft.graph.omaSettingInteger', omaUri: './Vendor/A', value: 1 }
  const delta = {
    '@odata.type': '#microsoft.graph.deviceManagementIntegerSettingInstance',
    definitionId: 'D',
    valueJson: '1',
  }
  const linuxSettings = [{ settingInstance: choice('linux_x', 'linux_x_1') }]
  const actions = [{ ruleName: null, scheduledActionConfigurations: [{ actionType: 'block', gracePeriodHours: 6 }] }]
  write('custom.json', { '@odata.type': '#microsoft.graph.windows10CustomConfiguration', displayName: 'C', omaSettings: [oma] }, utf16) // prettier-ignore
  write('wifi.json', { '@odata.type': '#microsoft.graph.windowsWifiConfiguration', id: 'wifi', displayName: 'W', ssid: 'S' }, bom) // prettier-ignore
  write('linux1.json', { name: 'L', displayName: 'L', platforms: 'linux', settings: linuxSettings, settingCount: 7, scheduledActionsForRule: actions }) // prettier-ignore
  write('linux2.json', { '@odata.context': 'https://graph.microsoft.com/beta/$metadata#deviceManagement/compliancePolicies/$entity', name: 'L2', settings: [choice('A', 'A_1')] }) // prettier-ignore
  write('delta.json', { displayName: 'I', TemplateId: 'template', versionInfo: '2009', settingsDelta: [delta, { ...delta, definitionId: 'E', valueJson: 'null' }] }) // prettier-ignore
  write('intent.json', { displayName: 'J', settings: [{ ...delta, id: 'own' }], assignments: [{ target: {} }] })
  const simulator = await load()
  const { served, notServed, dropped } = simulator.loaded[tenantId]!
  expect(notServed).toEqual([])
  expect(served).toEqual(servedOnly({ deviceConfigurations: 2, intents: 2, compliancePolicies: 2 }))
  expect(dropped).toEqual([
    { file: 'delta.json', properties: ['versionInfo'] },
    { file: 'linux1.json', properties: ['displayName'] },
  ])
  expect(await simulator.all(configurations)).toMatchObject([{ displayName: 'C', omaSettings: [oma] }, { id: 'wifi' }])
  const [first, second] = await simulator.all(intents)
  expect(first).toMatchObject({ displayName: 'I', templateId: 'template', isAssigned: false })
  expect(second).toMatchObject({ displayName: 'J', isAssigned: true })
  const id = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(await simulator.all(`${intents}/${first!.id}/settings`)).toEqual([
    { ...delta, id },
    { ...delta, id, definitionId: 'E', valueJson: 'null' },
  ])
  expect((await simulator.all(`${intents}/${second!.id}/settings`))[0]).toEqual({ ...delta, id: 'own' })
  const [linux] = await simulator.all(catalogCompliance)
  expect(linux).toMatchObject({ name: 'L', settingCount: 1, platforms: 'linux' })
  expect(linux).not.toHaveProperty('displayName')
  const expand = '$expand=scheduledActionConfigurations'
  expect(await simulator.all(`${catalogCompliance}/${linux!.id}/scheduledActionsForRule?${expand}`)).toMatchObject(
    actions,
  )
})

test('unserved kinds are counted in one line, unreadable files are reported one by one', async () => {
  write('app.json', { '@odata.type': '#microsoft.graph.winGetApp' })
  write('app2.json', { '@odata.type': '#microsoft.graph.winGetApp' })
  write('enrollment.json', { '@odata.type': '#microsoft.graph.windows10EnrollmentCompletionPageConfiguration' })
  write('groups.json', { groups: [{ displayName: 'G' }] })
  write('broken.json', '{"name": ')
  write('numbers.json', [1, 2])
  write('policy.json', { name: 'One', settings: [] })
  const simulator = await load()
  const { served, notServed } = simulator.loaded[tenantId]!
  expect(served['configurationPolicies']).toBe(1)
  expect(Object.fromEntries(notServed.map(({ file, why }) => [file, why]))).toEqual({
    'app.json': 'winGetApp is not served',
    'app2.json': 'winGetApp is not served',
    'broken.json': 'is not valid JSON',
    'enrollment.json': 'windows10EnrollmentCompletionPageConfiguration is not served',
    'groups.json': expect.stringContaining('groups'),
    'numbers.json': 'contains no object',
  })
  expect(simulator.lines).toEqual([
    `tenant ${tenantId}: 1 configurationPolicies`,
    '  not served yet: 2 winGetApp, 1 windows10EnrollmentCompletionPageConfiguration, 1 without a known type',
    '  not served: broken.json: is not valid JSON',
    '  not served: numbers.json: contains no object',
  ])
})

test('a file without read permission is reported, and the others are loaded', async () => {
  write('a.json', { name: 'A', settings: [] })
  write('locked.json', { name: 'L', settings: [] })
  mkdirSync(pathOf('folder.json'))
  chmodSync(pathOf('locked.json'), 0)
  const { served, notServed } = (await load()).loaded[tenantId]!
  const root = process.getuid?.() === 0 // reads everything
  expect(served['configurationPolicies']).toBe(root ? 2 : 1)
  expect(notServed.map(({ file }) => file)).toEqual(root ? [] : ['locked.json'])
})

test('a missing folder is an error', async () => {
  await expect(start({ tenants: [{ entraTenantId: tenantId, data: pathOf('none') }] })).rejects.toThrow('There is no folder') // prettier-ignore
  await expect(start({ definitions: pathOf('none') })).rejects.toThrow('There is no configuration-settings.jsonl.gz')
})

test('definitions are found in the folder by id, ignoring case; without the folder there are none', async () => {
  write('policies/a.json', { name: 'A', settings: [choice('Vendor_A/x', 'v')] })
  const tenants = [{ entraTenantId: tenantId, data: pathOf('policies') }]
  const path = `${base}/configurationSettings/${encodeURIComponent('Vendor_A/x')}`
  const bare = await start({ tenants })
  expect((await bare.get(path)).status).toBe(404)
  const lines = [
    {
      '@odata.type': '#x',
      keywords: ['a "id":"wrong" b'],
      id: 'vendor_a/X',
      displayName: 'Ä name',
      options: [{ id: 'no' }],
    },
    { id: 'quoted"id', name: 'Q' },
    ...Array.from({ length: 1500 }, (_, i) => ({ id: `more_${i}`, name: 'M' })),
  ]
  write('configuration-settings.jsonl.gz', lines.map((line) => JSON.stringify(line)).join('\n'), gzipSync)
  write('compliance-settings.jsonl.gz', `${JSON.stringify({ id: 'linux_a' })}\n`, gzipSync)
  write('intent-setting-definitions.jsonl.gz', '{"id":"deviceConfiguration--T_a","displayName":"A"}', gzipSync)
  const simulator = await start({ tenants, definitions: pathOf('') })
  expect((await simulator.get(`${base}/settingDefinitions/deviceconfiguration--t_A`)).json.displayName).toBe('A')
  expect(await simulator.get(path)).toMatchObject({ status: 200, json: lines[0]! })
  expect((await simulator.get(path)).json['@odata.context']).toMatch(/configurationSettings\/\$entity$/)
  expect((await simulator.get(`${base}/configurationSettings/quoted%22id?$select=id`)).json).toMatchObject({
    id: 'quoted"id',
  })
  const pages = await simulator.pages(`${base}/configurationSettings`)
  expect(pages.map(({ value }) => value.length)).toEqual([1000, 502])
  expect(pages.flatMap(({ value }) => value)).toEqual(lines)
  expect((await simulator.get(`${base}/complianceSettings`)).json.value).toEqual([{ id: 'linux_a' }])
  expect((await simulator.get(`${base}/complianceSettings/LINUX_A`)).json.id).toBe('linux_a')
  const [{ id }] = (await simulator.all(list)) as [{ id: string }]
  const [setting] = await simulator.all(`${list}/${id}/settings?$expand=settingDefinitions`)
  expect(setting!['settingDefinitions']).toEqual([lines[0]])
})

const samples = join(__dirname, '../../../../shared/samples')
const described = existsSync(samples) ? describe : describe.skip
const why = existsSync(samples) ? '' : ' (skipped: no public samples beside the repository)'
if (why !== '') process.stdout.write(`public exports${why}\n`)

described(`public exports${why}`, () => {
  test('are loaded whole', async () => {
    const definitions = join(samples, '../definitions')
    const simulator = await start({
      tenants: [{ entraTenantId: tenantId, data: samples }],
      ...(existsSync(definitions) && { definitions }),
    })
    const { served, notServed, dropped } = simulator.loaded[tenantId]!
    process.stdout.write(
      `samples: ${JSON.stringify(served)}, ${notServed.length} not served, properties dropped in ${dropped.length}\n`,
    )
    expect(notServed.filter(({ why }) => why === 'is not valid JSON')).toEqual([])
    expect(await simulator.all(list)).toHaveLength(served['configurationPolicies']!)
    expect(await simulator.all(compliance)).toHaveLength(served['deviceCompliancePolicies']!)
    expect(served).toMatchObject({ deviceConfigurations: 0, intents: 1, compliancePolicies: 2 })
    expect(served['configurationPolicies']).toBeGreaterThan(15)
    expect([...simulator.manifest(tenantId)].length).toBeGreaterThan(1000)
  })
})

test('a file that is nested too deeply costs itself, a link to a file is read', async () => {
  write('a.json', { name: 'A', platforms: 'windows10', settings: [choice('A', 'A_1')] })
  write('other.txt', { name: 'Linked', platforms: 'windows10', settings: [choice('B', 'B_1')] })
  symlinkSync(pathOf('other.txt'), pathOf('link.json'))
  const deep = `{"name":"deep","platforms":"linux","settings":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  write('deep.json', {}, () => Buffer.from(deep))
  const simulator = await load()
  expect((await simulator.all(list)).map(({ name }) => String(name)).filter((name) => name !== 'deep')).toEqual([
    'A',
    'Linked',
  ])
})
