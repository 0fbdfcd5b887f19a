import { firstCollections } from '../../support/first-collections'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ManifestEntry } from '../../../local/simulator/options'
import {
  type Answered,
  type Running,
  base,
  catalogCompliance,
  compliance,
  configurations,
  intents,
  list,
  otherTenantId,
  start,
  tenantId,
} from './harness'
import { type Walked, walkActions, walkIntent, walkSettings, walkTyped } from './walk'

const privacy = 'microsoft.graph.windows10GeneralConfiguration/privacyAccessControls'
const actions = '$expand=assignments,scheduledActionsForRule($expand=scheduledActionConfigurations)'

async function served(simulator: Running): Promise<Map<string, Walked[]>> {
  const found = new Map<string, Walked[]>()
  for (const { id } of await simulator.all(list))
    found.set(`configurationPolicies/${id}`, walkSettings(await simulator.all(`${list}/${id}/settings?$top=1000`)))
  for (const policy of await simulator.all(`${compliance}?${actions}`))
    found.set(`deviceCompliancePolicies/${policy.id}`, walkTyped(policy))
  for (const { id } of await simulator.all(intents))
    found.set(`intents/${id}`, walkIntent(await simulator.all(`${intents}/${id}/settings`)))
  for (const policy of await simulator.all(configurations)) {
    const general = policy['@odata.type'] === '#microsoft.graph.windows10GeneralConfiguration'
    const whole = general ? (await simulator.get(`${configurations}/${policy.id}?$expand=${privacy}`)).json : policy
    found.set(`deviceConfigurations/${policy.id}`, walkTyped(whole))
  }
  for (const { id } of await simulator.all(catalogCompliance)) {
    const rules = await simulator.all(
      `${catalogCompliance}/${id}/scheduledActionsForRule?$expand=scheduledActionConfigurations`,
    )
    const settings = await simulator.all(`${catalogCompliance}/${id}/settings`)
    found.set(`compliancePolicies/${id}`, [...walkSettings(settings), ...walkActions(rules)])
  }
  return found
}

function byPolicy(entries: Iterable<ManifestEntry>): Map<string, Walked[]> {
  const found = new Map<string, Walked[]>()
  for (const { source, policyId, definitionId: _, expanded: __, ...entry } of entries) {
    const key = `${source}/${policyId}`
    const entriesOfOne = found.get(key)
    if (entriesOfOne) entriesOfOne.push(entry)
    else found.set(key, [entry])
  }
  return found
}

const sorted = (rows: Walked[]) => rows.toSorted((a, b) => (a.path < b.path ? -1 : 1))

test.each([false, true])(
  'the manifest equals the values that a second implementation reads from Graph (odd: %s)',
  async (odd) => {
    const tenant = { entraTenantId: tenantId, policies: 240, seed: 4, odd, only: firstCollections }
    const simulator = await start({ tenants: [tenant] })
    const expected = await served(simulator)
    const manifest = byPolicy(simulator.manifest(tenantId))
    for (const [policy, rows] of expected)
      expect([policy, sorted(manifest.get(policy) ?? [])]).toEqual([policy, sorted(rows)])
    const paths = [...manifest].flatMap(([policy, rows]) => rows.map(({ path }) => `${policy} ${path}`))
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths.some((path) => path.includes('sim_odd%2Fwith%2Fslashes'))).toBe(odd)
    expect([...manifest.keys()].every((policy) => expected.has(policy))).toBe(true)
  },
)

test('an edit is in the manifest at once', async () => {
  const simulator = await start()
  const entries = [...simulator.manifest(tenantId)]
  const one = entries.find(({ value }) => value === 'deviceDefault')!
  simulator.control.setSetting(tenantId, one.source, one.policyId, { path: one.path, value: 'numeric' })
  expect([...simulator.manifest(tenantId)]).toEqual(entries.map((e) => (e === one ? { ...e, value: 'numeric' } : e)))
})

test('the same seed gives the same tenant, another seed another tenant', async () => {
  const tenants = [
    { entraTenantId: tenantId, policies: 100, seed: 7 },
    { entraTenantId: otherTenantId, policies: 100, seed: 7 },
    { entraTenantId: 'cccccccc-0000-4000-8000-00000000000c', policies: 100, seed: 8 },
  ]
  const [first, again] = [await start({ tenants }), await start({ tenants })]
  const of = (simulator: Running, n: number) => [...simulator.manifest(tenants[n]!.entraTenantId)]
  expect(of(first, 0).length).toBeGreaterThan(1000)
  expect(of(again, 0)).toEqual(of(first, 0))
  expect(of(first, 1)).toEqual(of(first, 0))
  const ids = (entries: ManifestEntry[]) => new Set(entries.map(({ policyId }) => policyId))
  const others = ids(of(first, 2))
  expect([...ids(of(first, 0))].filter((id) => others.has(id))).toEqual([])
  expect((await again.get(list)).json.value).toEqual((await first.get(list)).json.value)
})

test('every kind of setting and value occurs, also five levels deep and in unusual forms', async () => {
  const simulator = await start()
  const policies = await simulator.all(`${list}?$top=100`)
  const settings = []
  for (const { id } of policies) settings.push(...(await simulator.all(`${list}/${id}/settings?$top=1000`)))
  const kinds = new Map<string, number>()
  const shapes = { empty: 0, bare: 0, elements: new Set<number>(), depth: 0 }
  const visit = (value: Answered, depth: number): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, depth)
    else if (value !== null && typeof value === 'object') {
      const instance = 'settingDefinitionId' in value
      if (instance) shapes.depth = Math.max(shapes.depth, depth + 1)
      const type = String(value['@odata.type'] ?? '').replace('#microsoft.graph.deviceManagementConfiguration', '')
      if (type !== '') kinds.set(type, (kinds.get(type) ?? 0) + 1)
      else if ('auditRuleInformation' in value) shapes.bare++
      for (const [key, inner] of Object.entries(value)) {
        if (key.endsWith('CollectionValue') && (inner as []).length === 0) shapes.empty++
        if (key === 'groupSettingCollectionValue') shapes.elements.add((inner as []).length)
        visit(inner, instance ? depth + 1 : depth)
      }
    }
  }
  visit(settings, 0)
  for (const kind of [
    'Choice',
    'ChoiceSettingCollection',
    'Simple',
    'SimpleSettingCollection',
    'Group',
    'GroupSettingCollection',
  ])
    // prettier-ignore
    expect(kinds.get(`${kind.replace(/^(Choice|Simple|Group)$/, '$1Setting')}Instance`)).toBeGreaterThan(2)
  for (const kind of ['String', 'Integer', 'Secret', 'Reference', 'Group'])
    expect(kinds.get(`${kind}SettingValue`)).toBeGreaterThan(2)
  expect(kinds.get('ChoiceSettingInstance')! / settings.length).toBeGreaterThan(0.5)
  expect(shapes.depth).toBeGreaterThanOrEqual(5)
  expect(shapes.empty).toBeGreaterThan(2)
  expect(shapes.bare).toBeGreaterThan(10)
  expect([...shapes.elements]).toEqual(expect.arrayContaining([0, 1, 2, 3]))
  expect(JSON.stringify(settings)).toContain('"valueState":"encryptedValueToken"')
})

test('sizes and template families are like in real tenants, and names have searchable words', async () => {
  const simulator = await start({ tenants: [{ entraTenantId: tenantId, policies: 800, seed: 1 }] })
  const policies = await simulator.all(`${list}?$top=100&$select=name,settingCount,isAssigned,templateReference`)
  const counts = policies.map((policy) => policy['settingCount'] as number).toSorted((a, b) => a - b)
  const median = counts[counts.length / 2]!
  expect(median).toBeGreaterThanOrEqual(6)
  expect(median).toBeLessThanOrEqual(12)
  expect(counts.filter((n) => n === 0).length).toBeGreaterThan(5)
  expect(counts.filter((n) => n > 100).length).toBeGreaterThan(5)
  const families = new Set(policies.map((policy) => String(policy['templateReference'].templateFamily)))
  expect([...families]).toEqual(expect.arrayContaining(['none', 'baseline', 'endpointSecurityFirewall']))
  expect(policies.filter((policy) => /bitlocker/i.test(policy['name'])).length).toBeGreaterThan(10)
  expect(new Set(policies.map((policy) => policy['isAssigned']))).toEqual(new Set([true, false]))
  const types = new Set((await simulator.all(compliance)).map((policy) => String(policy['@odata.type'])))
  expect(types.size).toBeGreaterThan(4)
})

test('definitions have labels (some missing or equal), categories, secrets and maximum counts', async () => {
  const simulator = await start()
  const all = await simulator.all(`${base}/configurationSettings`)
  const names = all.map((one) => one['displayName'] as string)
  expect(names.filter((name) => name === '').length).toBeGreaterThan(2)
  expect(names.filter((name) => name === 'Top Level Setting Group Collection').length).toBeGreaterThan(2)
  expect(all.filter((one) => one['valueDefinition']?.isSecret).length).toBeGreaterThan(2)
  expect(all.every((one) => one['keywords'].some((word: string) => word.startsWith('\\')))).toBe(true)
  expect(new Set(all.map((one) => one['maximumCount']))).toEqual(new Set([undefined, 1, 600]))
  const options = all.filter((one) => one['@odata.type'].includes('Choice')).map((one) => one['options'])
  expect(options.every((list: Answered[]) => list.every(({ itemId, displayName }) => itemId && displayName))).toBe(true)
  const labels = all.map((one) => [one['keywords'].find((word: string) => word.startsWith('\\')), one['name'], one['displayName']].join('|')) // prettier-ignore
  expect(new Set(labels).size).toBeLessThan(labels.length) // some differ only in id
})

test('a large tenant needs little memory', async () => {
  const before = process.memoryUsage().heapUsed
  const simulator = await start({ tenants: [{ entraTenantId: tenantId, policies: 20_000, seed: 1 }] })
  expect((await simulator.get(list)).json.value).toHaveLength(25)
  const last = simulator.control.list(tenantId, 'configurationPolicies').at(-1)!
  expect((await simulator.get(`${list}/${String(last['id'])}`)).json).toMatchObject({ name: last['name'] })
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150e6)
})

test('the manifest can be written to a file', async () => {
  const file = join(tmpdir(), `simulator-manifest-${process.pid}.jsonl`)
  const simulator = await start({ manifest: file })
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  rmSync(file)
  expect(lines.map((line) => JSON.parse(line))).toEqual([...simulator.manifest(tenantId)])
  expect(lines.some((line) => line.includes('"secret":true'))).toBe(true)
})
