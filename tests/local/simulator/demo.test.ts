import { collections } from '../../../local/simulator/collections/registry'
import { wholePolicy } from '../../../local/simulator/data/whole-policy'
import { demoCatalog } from '../../../local/simulator/demo/definitions/index'
import { deletedGroup, demoDirectory, groupIdOf } from '../../../local/simulator/demo/directory'
import { templates } from '../../../local/simulator/demo/policies/index'
import { demoSource } from '../../../local/simulator/demo/source'
import type { Template } from '../../../local/simulator/demo/template'
import { trimDefinition } from '../../../src/intune/definitions/trim-definition'
import { policyTypes } from '../../../src/intune/policy-types/registry'
import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import type { FullPolicy } from '../../../src/intune/stored/full-policy'
import { listAll } from '../../intune/policy-types/readings'
import { rowsOf } from '../../properties/serve'
import { differences } from '../../traps/support/expect-complete'
import { product } from '../../traps/support/product'
import { type Answered, start, tenantId } from './harness'

const catalog = demoCatalog()

const definitionIn = (type: PolicyType) => (id: string) => {
  const found = type.catalog === null ? undefined : catalog.find(type.catalog, id)
  return (found && trimDefinition(JSON.parse(found.toString()))) ?? undefined
}

/** All policies of a tenant with what is below them, and their collection as `source`. */
function tenant(policies: number, seed = 1): Answered[] {
  const source = demoSource({ policies, seed }, collections)
  return collections.flatMap((collection) =>
    Array.from({ length: source.size(collection.name) }, (_, n) => ({
      source: collection.name,
      ...wholePolicy(collection, source.at(collection.name, n)),
    })),
  )
}

/** The rows that the product makes of a whole policy. */
function rowsIn({ source, ...full }: Answered) {
  const type = policyTypes.find((one) => one.source === source)!
  return rowsOf(type, full as FullPolicy, definitionIn(type)).map((row) => ({ ...row, policy: nameOf(full) }))
}

const isEverybody = (who: string): boolean => who.startsWith('all ')

/** The template that this is a copy of. */
function templateOf(copy: string): Template {
  const found = templates.filter(({ name }) => copy.startsWith(`${name.replace(/ - v[\d.]+$/, '')} - `))
  return found.toSorted((a, b) => b.name.length - a.name.length)[0]!
}

/** The groups, or `all devices` and `all users`, that get the policy of this template, and those it leaves out. */
function whoGets(template: string) {
  const to = (templates.find(({ name }) => name === template)?.to ?? []).map((who) => who.split(' | ')[0]!)
  return {
    to: to.filter((who) => !who.startsWith('-')),
    without: to.filter((who) => who.startsWith('-')).map((who) => who.slice(1)),
  }
}

const nameOf = (policy: Answered): string => policy.name ?? policy.displayName

test('the product reads exactly the rows that the tenant sets', async () => {
  const simulator = await start({
    collections,
    tenants: [{ entraTenantId: tenantId, demo: true, policies: 90, seed: 3 }],
  })
  const { graph } = product(simulator)
  const read = new Map<string, { rows: ReturnType<typeof rowsIn> }>()
  for (const type of policyTypes)
    for (const entry of await listAll(type, graph)) {
      const { full } = await type.readFull(type.parse(entry), graph)
      read.set(`${type.source}/${String(full['id'])}`, { rows: rowsIn({ source: type.source, ...full }) })
    }
  expect(read.size).toBe(90)
  expect(differences(simulator.manifest(tenantId), read)).toEqual([])
})

test('every setting has a definition, a name and a shown value; secrets are masked', () => {
  const policies = tenant(templates.length * 3)
  const missing = policies.flatMap(({ source, ...full }) => {
    const type = policyTypes.find((one) => one.source === source)!
    return [...type.definitionIds(full, definitionIn(type))].filter((id) => !definitionIn(type)(id))
  })
  expect(missing).toEqual([])
  const rows = policies.flatMap(rowsIn)
  expect(rows.filter(({ name }) => name.trim() === '' || name.includes('LOC NEEDED'))).toEqual([])
  expect(
    rows.filter(({ value, definitionId }) => value.includes('LOC NEEDED') || value.startsWith(`${definitionId}_`)),
  ).toEqual([])
  const secrets = rows.filter(({ valueType }) => valueType === 'secret')
  expect(new Set(secrets.map(({ name }) => name))).toContain('Pre shared key')
  expect(new Set(secrets.map(({ value }) => value))).toEqual(new Set(['********']))
})

test.each([
  ['bitlocker', 'Require Device Encryption', 'Enabled'],
  ['bitlocker', 'Select the encryption method for operating system drives', 'XTS-AES 256-bit'],
  ['firewall', 'Enable Domain Network Firewall', 'True'],
  ['password', 'Password Length', '20'],
  ['usb', 'Removable Disk Deny Write Access', 'Enabled'],
  ['telemetry', 'Allow Telemetry', 'Basic'],
])('%s leads to %s = %s', (word, setting, value) => {
  const found = tenant(templates.length)
    .flatMap(rowsIn)
    .filter(({ policy, name }) => `${policy} ${name}`.toLowerCase().includes(word))
  expect(found.some((row) => row.name.includes(setting) && row.value.startsWith(value))).toBe(true)
})

test('every collection has policies, of which some are assigned to all, some to groups and some to nobody', () => {
  const policies = tenant(templates.length)
  const sources = new Set(policies.map(({ source }) => source))
  expect(sources).toEqual(new Set(templates.map(({ collection }) => collection)))
  expect(sources.size).toBeGreaterThanOrEqual(8)
  const kinds = new Set(
    policies.flatMap(({ assignments }) => assignments.map(({ target }: Answered) => target['@odata.type'])),
  )
  expect([...kinds].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    ['allDevices', 'allLicensedUsers', 'exclusionGroup', 'group'].map(
      (kind) => `#microsoft.graph.${kind}AssignmentTarget`,
    ),
  )
  expect(policies.filter(({ assignments }) => assignments.length === 0)).not.toEqual([])
})

test('groups, filters and scope tags that policies name exist, but for one group that was deleted', () => {
  const policies = tenant(templates.length * 20, 4)
  const { groups, filters, scopeTags } = demoDirectory()
  const targets = policies.flatMap(({ assignments }) => assignments.map(({ target }: Answered) => target))
  const named = targets.flatMap(({ groupId }) => groupId ?? [])
  expect([...new Set(named)].filter((id) => !groups.has(id))).toEqual([groupIdOf(deletedGroup)])
  const used = new Set(targets.flatMap((target) => target.deviceAndAppManagementAssignmentFilterId ?? []))
  expect(used.size).toBeGreaterThan(3)
  expect([...used].filter((id) => !filters.has(id))).toEqual([])
  const tags = new Set(policies.flatMap(({ roleScopeTagIds }) => roleScopeTagIds))
  expect(tags.size).toBeGreaterThan(3)
  expect([...tags].filter((id) => !scopeTags.has(id))).toEqual([])
})

test('the first policies are the same for every seed but for ids; copies have names and values of their own', () => {
  const [one, other] = [tenant(300, 1), tenant(300, 2)]
  expect(tenant(300, 1)).toEqual(one)
  const isOriginal = (policy: Answered) => templates.some(({ name }) => name === nameOf(policy))
  const values = (policies: Answered[]) =>
    policies.map((policy) => [
      nameOf(policy),
      policy.lastModifiedDateTime,
      rowsIn(policy).map(({ path, raw }) => path + raw),
    ])
  expect(one.filter(isOriginal)).toHaveLength(templates.length)
  expect(values(other.filter(isOriginal))).toEqual(values(one.filter(isOriginal)))
  expect(other.map(nameOf)).not.toEqual(one.map(nameOf))
  expect(other.map(({ id }) => id)).not.toEqual(one.map(({ id }) => id))
  const lengths = one.flatMap(rowsIn).filter(({ path }) => path.endsWith('laps_policies_passwordlength'))
  expect(new Set(lengths.map(({ value }) => value)).size).toBeGreaterThan(1)
})

test('no two policies set one setting of the catalog differently for the same devices', () => {
  const policies = tenant(templates.length)
    .filter(({ source }) => source === 'configurationPolicies')
    .map((policy) => ({
      name: nameOf(policy),
      ...whoGets(nameOf(policy)),
      values: new Map(rowsIn(policy).map(({ definitionId, value }) => [definitionId, value])),
    }))
  const fights = policies.flatMap((one) =>
    policies
      .filter(({ to }) =>
        to.some((who) => one.to.includes(who) || (one.to.some(isEverybody) && !one.without.includes(who))),
      )
      .filter(({ values }) => [...values].some(([id, value]) => value !== (one.values.get(id) ?? value)))
      .map(({ name }) => `${one.name} / ${name}`),
  )
  expect(fights).toEqual([])
})

test('policies of endpoint security name the template that they were made from', () => {
  const references = tenant(templates.length).flatMap(({ templateReference }) => templateReference ?? [])
  const security = references.filter(({ templateFamily }: Answered) => templateFamily !== 'none')
  const names = new Map(security.map((one: Answered) => [one.templateId, one.templateDisplayName]))
  expect([...names.keys()].filter((id) => !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}_1$/.test(id))).toEqual([])
  expect([...names.values()]).toEqual(
    expect.arrayContaining(['BitLocker', 'Windows Firewall', 'Local admin password solution (Windows LAPS)']),
  )
})

test('copies leave out whom their template leaves out, and never go to its groups; single templates have none', () => {
  const copies = tenant(templates.length * 40).filter((policy) =>
    templates.every(({ name }) => name !== nameOf(policy)),
  )
  const groupsIn = ({ assignments }: Answered, kind: string): string[] =>
    assignments.flatMap(({ target }: Answered) => (target['@odata.type'].includes(`.${kind}`) ? target.groupId : []))
  for (const copy of copies) {
    const template = templateOf(nameOf(copy))
    const { to, without } = whoGets(template.name)
    const names = to.filter((who) => !isEverybody(who))
    expect(groupsIn(copy, 'group').filter((id) => names.map(groupIdOf).includes(id))).toEqual([])
    expect(groupsIn(copy, 'exclusion')).toEqual(copy.assignments.length > 0 ? without.map(groupIdOf) : [])
  }
  const copied = new Set(copies.map((copy) => templateOf(nameOf(copy)).name))
  expect(copied).toEqual(new Set(templates.filter(({ single }) => !single).map(({ name }) => name)))
})

test.each([
  ['LAPS', 'passwordagedays_aad', ['14']],
  ['LAPS', 'administratoraccountname', ['lapsadmin']],
  ['BitLocker - OS', 'configuretpmusagedropdown_name', ['1']],
  ['BitLocker - OS', 'configurepinusagedropdown_name', ['0']],
  ['ASR rules - Audit', 'enablecontrolledfolderaccess', ['2']],
  ['Privacy and telemetry', 'allowtelemetry', ['1']],
  ['iCloud and AirDrop', 'allowairdrop', ['false']],
  ['Win - Compliance - Baseline', 'passwordRequired', ['true']],
  ['Android - Restrictions', 'passwordMinutesOfInactivityBeforeScreenTimeout', ['1', '5']],
])('copies of %s have what it says: %s', (template, setting, values) => {
  const rows = tenant(templates.length * 8).flatMap(rowsIn)
  const found = rows.filter(({ policy, path }) => policy.includes(template) && path.endsWith(setting))
  expect([...new Set(found.map(({ raw }) => raw.replaceAll(/^.*_|"/g, '')))].toSorted()).toEqual(values)
})

test.each([0, 1, 5, 3000])('a tenant of %i policies has that many, each with its own name and id', (policies) => {
  const found = tenant(policies)
  expect(found).toHaveLength(policies)
  expect(new Set(found.map(nameOf)).size).toBe(policies)
  expect(new Set(found.map(({ source, id }) => `${source}/${id}`)).size).toBe(policies)
})
